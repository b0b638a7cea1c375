// The sums that statistics are made of. No atomics: each is added up in an order that only its shape decides.
// A block has 256 threads.

#define THREADS 256
#define TILE 32

// total [m, m] (double) += the upper triangle of gram [m, m], mirrored. A block has a tile of 32 x 32, so that what is
// read across rows below the diagonal comes from the cache.
extern "C" __global__ void addSymmetric(const float *gram, double *total, int m) {
    int tilesAcross = (m + TILE - 1) / TILE;
    int col = blockIdx.x % tilesAcross * TILE + threadIdx.x % TILE;
    int firstRow = blockIdx.x / tilesAcross * TILE;
    for (int i = threadIdx.x / TILE; i < TILE; i += THREADS / TILE) {
        int row = firstRow + i;
        if (row < m && col < m) {
            long long upper = row <= col ? (long long)row * m + col : (long long)col * m + row;
            total[(long long)row * m + col] += gram[upper];
        }
    }
}

// partial [chunks, 2 * cols]: for each chunk of 64 rows the sums of its columns, then those of their magnitudes, in
// single precision and row order. A thread has a column of a chunk.
extern "C" __global__ void columnSums(const float *x, int rows, int cols, float *partial) {
    int blocksAcross = (cols + THREADS - 1) / THREADS;
    int col = blockIdx.x % blocksAcross * THREADS + threadIdx.x;
    int chunk = blockIdx.x / blocksAcross;
    if (col >= cols) {
        return;
    }
    int first = chunk * 64;
    int end = rows - first < 64 ? rows : first + 64;
    float sum = 0;
    float absolute = 0;
    for (int i = first; i < end; i++) {
        float value = x[(long long)i * cols + col];
        sum += value;
        absolute += fabsf(value);
    }
    long long place = (long long)chunk * 2 * cols + col;
    partial[place] = sum;
    partial[place + cols] = absolute;
}

// sums [cols] (double) = the sum of the rows of partial [chunks, cols], in row order
extern "C" __global__ void sumRows(const float *partial, int chunks, int cols, double *sums) {
    int col = blockIdx.x * THREADS + threadIdx.x;
    if (col >= cols) {
        return;
    }
    double sum = 0;
    for (int i = 0; i < chunks; i++) {
        sum += partial[(long long)i * cols + col];
    }
    sums[col] = sum;
}

// partial [blocks]: the products of up to `chunk` elements a block; threads take turns, then halves are added.
extern "C" __global__ void dotF64(const double *a, const double *b, long long count, int chunk, double *partial) {
    __shared__ double sums[THREADS];
    long long first = blockIdx.x * (long long)chunk;
    long long end = count - first < chunk ? count : first + chunk;
    double sum = 0;
    for (long long i = first + threadIdx.x; i < end; i += THREADS) {
        sum += a[i] * b[i];
    }
    sums[threadIdx.x] = sum;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            sums[threadIdx.x] += sums[threadIdx.x + half];
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        partial[blockIdx.x] = sums[0];
    }
}
