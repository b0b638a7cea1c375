// Copies, gathers and element-wise sums. Matrices are row-major and dense; a thread takes elements one grid apart.

#define FOR_EACH(i, count)                                                                                             \
    for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < (count);                                  \
         i += (long long)gridDim.x * blockDim.x)

// A block has a row, and every so many more; a matrix has no more columns than an int counts, so that nothing is divided.
#define FOR_EACH_IN_ROWS(row, col, rows, cols)                                                                         \
    for (long long row = blockIdx.x; row < (rows); row += gridDim.x)                                                   \
        for (int col = threadIdx.x; col < (cols); col += blockDim.x)

template <typename T> __device__ void fill(T *values, T value, long long count) {
    FOR_EACH(i, count) { values[i] = value; }
}

extern "C" __global__ void fillF32(float *values, float value, long long count) { fill(values, value, count); }

extern "C" __global__ void fillF64(double *values, double value, long long count) { fill(values, value, count); }

template <typename T> __device__ void scale(T *values, T factor, long long count) {
    FOR_EACH(i, count) { values[i] *= factor; }
}

extern "C" __global__ void scaleF32(float *values, float factor, long long count) { scale(values, factor, count); }

extern "C" __global__ void scaleF64(double *values, double factor, long long count) { scale(values, factor, count); }

// In the wider of the two precisions, rounded once on the way back.
template <typename Wide, typename From, typename Into>
__device__ void add(Wide factor, const From *from, Into *into, long long count) {
    FOR_EACH(i, count) { into[i] = (Into)((Wide)into[i] + factor * (Wide)from[i]); }
}

extern "C" __global__ void addF32F32(float factor, const float *from, float *into, long long count) {
    add<float>(factor, from, into, count);
}

extern "C" __global__ void addF32F64(double factor, const float *from, double *into, long long count) {
    add<double>(factor, from, into, count);
}

extern "C" __global__ void addF64F32(double factor, const double *from, float *into, long long count) {
    add<double>(factor, from, into, count);
}

extern "C" __global__ void addF64F64(double factor, const double *from, double *into, long long count) {
    add<double>(factor, from, into, count);
}

extern "C" __global__ void copyF32F64(const float *from, double *into, long long count) {
    FOR_EACH(i, count) { into[i] = from[i]; }
}

extern "C" __global__ void copyF64F32(const double *from, float *into, long long count) {
    FOR_EACH(i, count) { into[i] = (float)from[i]; }
}

// from [rows, width], indices [taken], into [rows, taken]
template <typename T>
__device__ void gatherColumns(const T *from, int width, const int *indices, int taken, T *into, int rows) {
    FOR_EACH_IN_ROWS(i, j, rows, taken) { into[i * taken + j] = from[i * width + indices[j]]; }
}

extern "C" __global__ void gatherColumnsF32(
    const float *from, int width, const int *indices, int taken, float *into, int rows) {
    gatherColumns(from, width, indices, taken, into, rows);
}

extern "C" __global__ void gatherColumnsF64(
    const double *from, int width, const int *indices, int taken, double *into, int rows) {
    gatherColumns(from, width, indices, taken, into, rows);
}

// from [any, width], indices [rows], into [rows, width]
template <typename T>
__device__ void gatherRows(const T *from, int width, const int *indices, T *into, int rows) {
    FOR_EACH_IN_ROWS(i, j, rows, width) { into[i * width + j] = from[(long long)indices[i] * width + j]; }
}

extern "C" __global__ void gatherRowsF32(
    const float *from, int width, const int *indices, float *into, int rows) {
    gatherRows(from, width, indices, into, rows);
}

extern "C" __global__ void gatherRowsF64(
    const double *from, int width, const int *indices, double *into, int rows) {
    gatherRows(from, width, indices, into, rows);
}

// x [rows, width], row [width]
template <typename T> __device__ void addRow(T *x, const T *row, int width, int rows) {
    FOR_EACH_IN_ROWS(i, j, rows, width) { x[i * width + j] += row[j]; }
}

extern "C" __global__ void addRowF32(float *x, const float *row, int width, int rows) { addRow(x, row, width, rows); }

extern "C" __global__ void addRowF64(double *x, const double *row, int width, int rows) {
    addRow(x, row, width, rows);
}
