// What factorisations need around them, in double: transpositions, triangles, diagonals, the largest element.
// A block has 256 threads.

#define THREADS 256
#define TILE 32
#define TILE_ROWS (THREADS / TILE)

// A block has a row, and every so many more; a matrix has no more columns than an int counts, so that nothing is divided.
#define FOR_EACH_IN_ROWS(row, col, rows, cols)                                                                         \
    for (long long row = blockIdx.x; row < (rows); row += gridDim.x)                                                   \
        for (int col = threadIdx.x; col < (cols); col += blockDim.x)

// into [cols, rows] = from [rows, cols]^T; one block a tile, through shared memory so that both sides are read and
// written in whole lines. One more column keeps a tile's columns out of a single bank.
extern "C" __global__ void transposeF64(const double *from, double *into, int rows, int cols) {
    __shared__ double tile[TILE][TILE + 1];
    int tilesAcross = (cols + TILE - 1) / TILE;
    int firstRow = blockIdx.x / tilesAcross * TILE;
    int firstCol = blockIdx.x % tilesAcross * TILE;
    int x = threadIdx.x % TILE;
    int y = threadIdx.x / TILE;
    for (int i = y; i < TILE; i += TILE_ROWS) {
        if (firstRow + i < rows && firstCol + x < cols) {
            tile[i][x] = from[(long long)(firstRow + i) * cols + firstCol + x];
        }
    }
    __syncthreads();
    for (int i = y; i < TILE; i += TILE_ROWS) {
        if (firstCol + i < cols && firstRow + x < rows) {
            into[(long long)(firstCol + i) * rows + firstRow + x] = tile[x][i];
        }
    }
}

// upper [n, n] = the upper triangle of the first n rows of from [any, n], zeros below; in place allowed
extern "C" __global__ void upperF64(const double *from, double *upper, int n) {
    FOR_EACH_IN_ROWS(i, j, n, n) { upper[i * n + j] = i <= j ? from[i * n + j] : 0.0; }
}

// diagonal [n] of the square a [n, n]
extern "C" __global__ void diagonalF64(const double *a, double *diagonal, int n) {
    FOR_EACH_IN_ROWS(i, j, 1, n) { diagonal[j] = a[(long long)j * n + j]; }
}

// One number a block: the largest magnitude of its elements, or NaN where one of them is NaN. Where `upper` is not 0,
// elements below the diagonal do not count.
extern "C" __global__ void largestF64(const double *a, int rows, int cols, int upper, double *largest) {
    __shared__ double most[THREADS];
    double mine = 0;
    FOR_EACH_IN_ROWS(i, j, rows, cols) {
        double magnitude = upper == 0 || i <= j ? fabs(a[i * cols + j]) : 0.0;
        if (!(magnitude <= mine) && mine == mine) { // a NaN, too, and what is NaN stays so
            mine = magnitude;
        }
    }
    most[threadIdx.x] = mine;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            double other = most[threadIdx.x + half];
            double own = most[threadIdx.x];
            most[threadIdx.x] = own != own || other <= own ? own : other;
        }
        __syncthreads();
    }
    if (threadIdx.x == 0) {
        largest[blockIdx.x] = most[0];
    }
}
