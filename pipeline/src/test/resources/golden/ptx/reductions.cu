// Sums, maxima and a softmax over the threads of a block: shared memory, barriers, shuffles and votes.

extern "C" __global__ void block_sum(const float* x, float* sums, int n) {
  extern __shared__ float partial[];
  int t = threadIdx.x;
  float sum = 0.0f;
  for (int i = blockIdx.x * blockDim.x + t; i < n; i += gridDim.x * blockDim.x) sum += x[i];
  partial[t] = sum;
  __syncthreads();
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    if (t < half) partial[t] += partial[t + half];
    __syncthreads();
  }
  if (t == 0) sums[blockIdx.x] = partial[0];
}

__device__ __forceinline__ double warp_sum(double v) {
  for (int offset = 16; offset > 0; offset /= 2) v += __shfl_down_sync(0xffffffffu, v, offset);
  return v;
}

// One block of up to 1024 threads a row; the block may end in the middle of a warp's row but is a multiple of 32.
extern "C" __global__ void row_sum(const float* x, double* sums, int columns) {
  __shared__ double of_warp[32];
  const float* row = x + (size_t)blockIdx.x * columns;
  double sum = 0.0;
  for (int i = threadIdx.x; i < columns; i += blockDim.x) sum += row[i];
  sum = warp_sum(sum);
  if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = sum;
  __syncthreads();
  if (threadIdx.x < 32) {
    sum = warp_sum(threadIdx.x < blockDim.x / 32 ? of_warp[threadIdx.x] : 0.0);
    if (threadIdx.x == 0) sums[blockIdx.x] = sum;
  }
}

// One warp a row, blockDim = (32, warps).
extern "C" __global__ void softmax_rows(const float* x, float* y, int rows, int columns) {
  int row = blockIdx.x * blockDim.y + threadIdx.y;
  if (row >= rows) return;
  x += row * columns;
  y += row * columns;
  float largest = __int_as_float(0xff800000);
  for (int i = threadIdx.x; i < columns; i += 32) largest = fmaxf(largest, x[i]);
  for (int m = 16; m > 0; m /= 2) largest = fmaxf(largest, __shfl_xor_sync(0xffffffffu, largest, m));
  float sum = 0.0f;
  for (int i = threadIdx.x; i < columns; i += 32) sum += expf(x[i] - largest);
  for (int m = 16; m > 0; m /= 2) sum += __shfl_xor_sync(0xffffffffu, sum, m);
  for (int i = threadIdx.x; i < columns; i += 32) y[i] = expf(x[i] - largest) / sum;
}

// out [6, 32]: each lane's value after every kind of shuffle, in segments of `width` 8 and of 32.
extern "C" __global__ void shuffles(const int* x, int* out, int by) {
  int lane = threadIdx.x;
  int v = x[lane];
  out[lane] = __shfl_sync(0xffffffffu, v, by);
  out[32 + lane] = __shfl_sync(0xffffffffu, v, by, 8);
  out[64 + lane] = __shfl_up_sync(0xffffffffu, v, by);
  out[96 + lane] = __shfl_up_sync(0xffffffffu, v, by, 8);
  out[128 + lane] = __shfl_down_sync(0xffffffffu, v, by, 8);
  out[160 + lane] = __shfl_xor_sync(0xffffffffu, v, by, 16);
}

// out [6, threads]: votes of the warp and of the block on x > limit.
extern "C" __global__ void votes(const float* x, int* out, float limit) {
  int t = threadIdx.x, n = blockDim.x;
  int yes = x[t] > limit;
  out[t] = __ballot_sync(0xffffffffu, yes);
  out[n + t] = __any_sync(0xffffffffu, yes);
  out[2 * n + t] = __all_sync(0xffffffffu, yes);
  out[3 * n + t] = __syncthreads_count(yes);
  out[4 * n + t] = __syncthreads_or(yes);
  out[5 * n + t] = __syncthreads_and(yes);
}

// Neighbours in a warp exchange through shared memory with nothing but the warp's barrier between.
extern "C" __global__ void rotate_in_warp(const float* x, float* y) {
  __shared__ float tile[256];
  int t = threadIdx.x, lane = t % 32;
  tile[t] = x[t];
  __syncwarp();
  y[t] = tile[t - lane + (lane + 1) % 32];
}

// Half of a warp shuffles among itself while the other half does something else.
extern "C" __global__ void half_warps(const int* x, int* out) {
  int lane = threadIdx.x;
  int v = x[lane];
  if (lane < 16) {
    for (int m = 8; m > 0; m /= 2) v += __shfl_xor_sync(0x0000ffffu, v, m);
  } else {
    for (int m = 8; m > 0; m /= 2) v = max(v, __shfl_xor_sync(0xffff0000u, v, m));
  }
  out[lane] = v;
}
