// Sums and extremes that many threads write to at once.

extern "C" __global__ void histogram(const int* x, unsigned* counts, unsigned long long* total, int n) {
  __shared__ unsigned own[16];
  if (threadIdx.x < 16) own[threadIdx.x] = 0;
  __syncthreads();
  for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < n; i += gridDim.x * blockDim.x) {
    atomicAdd(&own[x[i] & 15], 1u);
    atomicAdd(total, (unsigned long long)x[i]);
  }
  __syncthreads();
  if (threadIdx.x < 16) atomicAdd(&counts[threadIdx.x], own[threadIdx.x]);
}

extern "C" __global__ void add_all(const float* x, float* sum, double* wide, int* smallest, int* largest, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  atomicAdd(sum, x[i]);
  atomicAdd(wide, (double)x[i]);
  atomicMin(smallest, (int)x[i]);
  atomicMax(largest, (int)x[i]);
}

// Every thread takes a ticket; out[ticket] = 1, so that none is given twice. Then a product by compare and swap.
extern "C" __global__ void tickets(int* next, int* out, unsigned* product, unsigned* bits, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  int ticket = atomicAdd(next, 1);
  out[ticket] += 1;
  unsigned seen = *product, assumed;
  do {
    assumed = seen;
    seen = atomicCAS(product, assumed, assumed * (2 * i + 3));
  } while (seen != assumed);
  atomicOr(&bits[0], 1u << (i % 32));
  atomicAnd(&bits[1], ~(1u << (i % 32)));
  atomicXor(&bits[2], 1u << (i % 32));
  atomicExch(&bits[3], 5u);
}
