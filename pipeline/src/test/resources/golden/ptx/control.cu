// Flow of control: loops that diverge, early returns, calls, jump tables, local arrays and 64-bit indices.

// The number of steps of x to 1 by halving the even and 3x + 1 of the odd.
extern "C" __global__ void collatz(const unsigned long long* x, int* steps, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  unsigned long long v = x[i];
  int count = 0;
  while (v != 1) {
    v = v % 2 == 0 ? v / 2 : 3 * v + 1;
    ++count;
  }
  steps[i] = count;
}

// Each thread sums x[0..its index], a barrier between the loop and the exchange with the mirror image.
extern "C" __global__ void triangle(const int* x, int* out) {
  __shared__ int sums[256];
  int sum = 0;
  for (int i = 0; i <= threadIdx.x; ++i) {
    if (x[i] % 3 == 0) continue;
    sum += x[i];
  }
  sums[threadIdx.x] = sum;
  __syncthreads();
  out[blockIdx.x * blockDim.x + threadIdx.x] = sums[blockDim.x - 1 - threadIdx.x];
}

// Threads from `threads` on leave before the barrier that the others meet at.
extern "C" __global__ void early_leavers(const int* x, int* out, int threads) {
  __shared__ int shared[256];
  int t = threadIdx.x;
  if (t >= threads) return;
  shared[t] = x[t];
  __syncthreads();
  out[t] = shared[threads - 1 - t];
}

__device__ __noinline__ float polynomial(const float* coefficients, int degree, float x) {
  float value = coefficients[degree];
  for (int i = degree - 1; i >= 0; --i) value = value * x + coefficients[i];
  return value;
}

struct Pair {
  double sum;
  int count;
};

__device__ __noinline__ Pair count_positive(const float* x, int n, Pair before) {
  for (int i = 0; i < n; ++i) {
    if (x[i] > 0) {
      before.sum += x[i];
      ++before.count;
    }
  }
  return before;
}

__device__ __noinline__ int ackermann(int m, int n) {
  if (m == 0) return n + 1;
  if (n == 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

extern "C" __global__ void calls(const float* x, float* values, double* sums, int* counts, int* recursive, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  float coefficients[5] = {1.0f, -0.5f, x[i], 0.25f, 2.0f};
  values[i] = polynomial(coefficients, i % 5, x[i]);
  Pair pair = count_positive(x, i + 1, Pair{0.5, 7});
  sums[i] = pair.sum;
  counts[i] = pair.count;
  recursive[i] = ackermann(i % 3, i % 4);
}

// Sorts 16 numbers a thread in an array of its own.
extern "C" __global__ void sort_local(const int* x, int* out) {
  int own[16];
  int at = (blockIdx.x * blockDim.x + threadIdx.x) * 16;
  for (int i = 0; i < 16; ++i) own[i] = x[at + i];
#pragma unroll 1
  for (int i = 1; i < 16; ++i) {
    int v = own[i], j = i;
#pragma unroll 1
    for (; j > 0 && own[j - 1] > v; --j) own[j] = own[j - 1];
    own[j] = v;
  }
#pragma unroll 1
  for (int i = 0; i < 16; ++i) out[at + i] = own[i];
}

extern "C" __global__ void jump_table(const int* x, int* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  int v = x[i], r = i;
  switch (v) {
    case 0: r += out[i]; break;
    case 1: r *= 3; break;
    case 2: r = r / 7 - v; break;
    case 3: r ^= 0x55; break;
    case 4: r = r % 11; break;
    case 5: r = -r; break;
    case 6: r <<= 3; break;
    case 7: r = r * r; break;
    default: r = v; break;
  }
  out[i] = r;
}

// Remainders, quotients and products of 64-bit indices: out[i] is computed from x[i] and i.
extern "C" __global__ void wide_indices(const long long* x, long long* out, long long stride, int n) {
  int i = blockIdx.z * gridDim.y * gridDim.x * blockDim.x + blockIdx.y * gridDim.x * blockDim.x
      + blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= n) return;
  long long v = x[i];
  long long at = v * stride + i;
  out[i] = at / 1000003 + at % 1000003 * (v >> 3) - (long long)((unsigned long long)at >> 7) + __mul64hi(at, v)
      + (v != 0 ? at / v : at) + (long long)(unsigned)i * (int)v;
}
