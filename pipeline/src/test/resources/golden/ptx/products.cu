// Matrix products and a transposition in tiles of shared memory; matrices are row by row.

#define TILE 16

template <typename T>
__device__ __forceinline__ void tiled_product(const T* a, const T* b, T* c, int m, int n, int k) {
  __shared__ T left[TILE][TILE + 1];
  __shared__ T right[TILE][TILE + 1];
  int row = blockIdx.y * TILE + threadIdx.y, column = blockIdx.x * TILE + threadIdx.x;
  T sum = 0;
  for (int from = 0; from < k; from += TILE) {
    int inner = from + threadIdx.x;
    left[threadIdx.y][threadIdx.x] = row < m && inner < k ? a[row * k + inner] : T(0);
    inner = from + threadIdx.y;
    right[threadIdx.y][threadIdx.x] = inner < k && column < n ? b[inner * n + column] : T(0);
    __syncthreads();
#pragma unroll
    for (int i = 0; i < TILE; ++i) sum += left[threadIdx.y][i] * right[i][threadIdx.x];
    __syncthreads();
  }
  if (row < m && column < n) c[row * n + column] = sum;
}

// c [m, n] = a [m, k] b [k, n]
extern "C" __global__ void product(const float* a, const float* b, float* c, int m, int n, int k) {
  tiled_product(a, b, c, m, n, k);
}

extern "C" __global__ void product_double(const double* a, const double* b, double* c, int m, int n, int k) {
  tiled_product(a, b, c, m, n, k);
}

// out [columns, rows] = in [rows, columns] transposed; blockDim = (32, 8)
extern "C" __global__ void transpose(const float* in, float* out, int rows, int columns) {
  __shared__ float tile[32][33];
  int x = blockIdx.x * 32 + threadIdx.x;
  for (int i = threadIdx.y; i < 32; i += 8) {
    int y = blockIdx.y * 32 + i;
    if (x < columns && y < rows) tile[i][threadIdx.x] = in[y * columns + x];
  }
  __syncthreads();
  int column = blockIdx.y * 32 + threadIdx.x;
  for (int i = threadIdx.y; i < 32; i += 8) {
    int row = blockIdx.x * 32 + i;
    if (row < columns && column < rows) out[row * rows + column] = tile[threadIdx.x][i];
  }
}
