// Mistakes that the interpreter must find.

extern "C" __global__ void write_at(float* x, long long index) { x[index] = 1.0f; }

extern "C" __global__ void read_at(const float* x, float* out, long long index) { out[0] = x[index]; }

extern "C" __global__ void write_four(float* x, long long index) {
  *(float4*)(x + index) = make_float4(1.0f, 2.0f, 3.0f, 4.0f);
}

extern "C" __global__ void write_bytes_off(char* x, long long offset) { *(double*)(x + offset) = 1.0; }

extern "C" __global__ void barrier_of_some(int* out) {
  if (threadIdx.x < 5) {
    __syncthreads();
    out[threadIdx.x] = 1;
  } else {
    out[threadIdx.x] = 2;
    __syncthreads();
    __syncthreads();
  }
}

extern "C" __global__ void barrier_of_one_warp(int* out) {
  if (threadIdx.x < 32) __syncthreads();
  else while (((volatile int*)out)[0] == 0) __syncwarp();
}

extern "C" __global__ void shuffle_of_some(int* out) {
  int v = threadIdx.x;
  if (threadIdx.x != 3) v = __shfl_xor_sync(0xffffffffu, v, 1);
  else __syncthreads();
  out[threadIdx.x] = v;
}

extern "C" __global__ void unwritten(float* out) {
  __shared__ float tile[64];
  if (threadIdx.x < 32) tile[threadIdx.x] = 1.0f;
  __syncthreads();
  out[threadIdx.x] = tile[threadIdx.x];
}

extern "C" __global__ void no_barrier(float* out) {
  __shared__ float tile[64];
  tile[threadIdx.x] = threadIdx.x;
  out[threadIdx.x] = tile[threadIdx.x ^ 1];
}

extern "C" __global__ void barrier_before_but_not_after(float* out) {
  __shared__ float tile[64];
  tile[threadIdx.x] = threadIdx.x;
  __syncthreads();
  float v = tile[(threadIdx.x + 1) % 64];
  tile[threadIdx.x] = 2.0f * v;
  __syncthreads();
  out[threadIdx.x] = tile[threadIdx.x];
}

extern "C" __global__ void past_shared(float* out, int index) {
  extern __shared__ float dynamic[];
  dynamic[index] = 1.0f;
  out[0] = dynamic[index];
}

extern "C" __global__ void __launch_bounds__(64) at_most_64_threads(float* out) { out[threadIdx.x] = 1.0f; }
