// Rotary embedding, and causal softmax attention that never writes its scores out: a block has 64 query rows of one
// head, takes keys and values in tiles of 32, and carries each row's largest score and sum along ("online softmax",
// Milakov and Gimelshein 2018; in tiles as in FlashAttention, Dao et al. 2022).
//
// qkv [windows * seq, (heads + 2 * keyValueHeads) * h]: queries, keys, values side by side; h is any even number.

// Turns each pair (i, i + h/2) of every query and key head by its position's angle; a block has a row, and every so many
// more. rotary [seq, h]: cosines, then sines.
extern "C" __global__ void rotate(
    float *qkv, const float *rotary, int seq, int rotatedHeads, int h, int width, int rows) {
    int half = h / 2;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        const float *angles = rotary + row % seq * h;
        for (int i = threadIdx.x; i < rotatedHeads * half; i += blockDim.x) {
            int pair = i % half;
            float *x = qkv + row * width + i / half * h + pair;
            float cosine = angles[pair];
            float sine = angles[half + pair];
            float a = x[0];
            float b = x[half];
            x[0] = a * cosine - b * sine;
            x[half] = b * cosine + a * sine;
        }
    }
}

#define INFINITE __int_as_float(0x7f800000)
#define THREADS 128
#define LANES 8 // threads that share a row
#define ROWS 4  // rows of a thread, 16 apart
#define QUERIES 64
#define KEYS 32
#define SLICE 32 // of the head size, when scores are summed
#define APART (QUERIES / ROWS)
#define WARPS (THREADS / SLICE)

// The largest, or the sum, over the 8 neighbouring threads that share a row, in an order that is the same for each.
__device__ float mostOfRow(float value) {
    for (int step = LANES / 2; step > 0; step /= 2) {
        value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, step));
    }
    return value;
}

__device__ float sumOfRow(float value) {
    for (int step = LANES / 2; step > 0; step /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, step);
    }
    return value;
}

__device__ void clear(float *shared, int count) {
    for (int i = threadIdx.x; i < count; i += THREADS) {
        shared[i] = 0;
    }
}

// A block computes SLAB columns of the context of QUERIES rows; wider heads take several blocks, which repeat the scores.
// Where a tile has fewer rows or columns, the rest of it in shared memory is left from before: what comes of that is
// discarded, as a row, a key that no row sees, or a column that is not written.
template <int SLAB>
__device__ void attend(
    const float *qkv, int seq, int heads, int keyValueHeads, int h, float scale, float *context) {
    __shared__ float queries[QUERIES][SLICE + 1];
    __shared__ float keys[KEYS][SLICE + 1];
    __shared__ float values[KEYS][SLAB];
    __shared__ float weights[QUERIES][KEYS + 1];
    const int columns = SLAB / LANES; // of a thread

    int slabs = (h + SLAB - 1) / SLAB;
    int tiles = (seq + QUERIES - 1) / QUERIES;
    int rest = blockIdx.x;
    int firstColumn = rest % slabs * SLAB;
    rest /= slabs;
    int head = rest % heads;
    rest /= heads;
    int firstQuery = (tiles - 1 - rest % tiles) * QUERIES; // the last rows have most to do: they begin
    long long window = (long long)(rest / tiles) * seq;

    int width = (heads + 2 * keyValueHeads) * h;
    int keyHead = head / (heads / keyValueHeads);
    const float *query = qkv + window * width + head * h;
    const float *key = qkv + window * width + (heads + keyHead) * h;
    const float *value = key + keyValueHeads * h + firstColumn;
    int slabColumns = h - firstColumn < SLAB ? h - firstColumn : SLAB;
    int endQuery = seq - firstQuery < QUERIES ? seq : firstQuery + QUERIES;

    int within = threadIdx.x % SLICE; // when memory is read: neighbours read neighbours
    int warp = threadIdx.x / SLICE;
    int lane = threadIdx.x % LANES;
    int group = threadIdx.x / LANES; // its rows: group + 16 * a
    float most[ROWS];
    float total[ROWS];
    float sums[ROWS][columns];
#pragma unroll
    for (int a = 0; a < ROWS; a++) {
        most[a] = -INFINITE;
        total[a] = 0;
#pragma unroll
        for (int c = 0; c < columns; c++) {
            sums[a][c] = 0;
        }
    }

    clear(&queries[0][0], QUERIES * (SLICE + 1));
    clear(&keys[0][0], KEYS * (SLICE + 1));
    clear(&values[0][0], KEYS * SLAB);
    __syncthreads();
    for (int firstKey = 0; firstKey < endQuery; firstKey += KEYS) {
        int keyCount = endQuery - firstKey < KEYS ? endQuery - firstKey : KEYS;
        float scores[ROWS][KEYS / LANES]; // of keys lane + 8 * b
#pragma unroll
        for (int a = 0; a < ROWS; a++) {
#pragma unroll
            for (int b = 0; b < KEYS / LANES; b++) {
                scores[a][b] = 0;
            }
        }
        for (int first = 0; first < h; first += SLICE) {
            int depth = h - first < SLICE ? h - first : SLICE;
            for (int row = warp; row < endQuery - firstQuery; row += WARPS) {
                if (within < depth) {
                    queries[row][within] = query[(long long)(firstQuery + row) * width + first + within];
                }
            }
            for (int row = warp; row < keyCount; row += WARPS) {
                if (within < depth) {
                    keys[row][within] = key[(long long)(firstKey + row) * width + first + within];
                }
            }
            __syncthreads();
            for (int d = 0; d < depth; d++) {
                float q[ROWS];
#pragma unroll
                for (int a = 0; a < ROWS; a++) {
                    q[a] = queries[group + APART * a][d];
                }
#pragma unroll
                for (int b = 0; b < KEYS / LANES; b++) {
                    float k = keys[lane + LANES * b][d];
#pragma unroll
                    for (int a = 0; a < ROWS; a++) {
                        scores[a][b] += q[a] * k;
                    }
                }
            }
            __syncthreads();
        }

#pragma unroll
        for (int a = 0; a < ROWS; a++) {
            int row = firstQuery + group + APART * a;
            float highest = most[a];
#pragma unroll
            for (int b = 0; b < KEYS / LANES; b++) {
                bool seen = firstKey + lane + LANES * b <= row;
                scores[a][b] = seen ? scores[a][b] * scale : -INFINITE;
                highest = fmaxf(highest, scores[a][b]);
            }
            highest = mostOfRow(highest);
            float fading = expf(most[a] - highest);
            float sum = 0;
#pragma unroll
            for (int b = 0; b < KEYS / LANES; b++) {
                float weight = expf(scores[a][b] - highest);
                weights[group + APART * a][lane + LANES * b] = weight;
                sum += weight;
            }
            total[a] = total[a] * fading + sumOfRow(sum);
            most[a] = highest;
#pragma unroll
            for (int c = 0; c < columns; c++) {
                sums[a][c] *= fading;
            }
        }
        for (int row = warp; row < keyCount; row += WARPS) {
            for (int column = within; column < slabColumns; column += SLICE) {
                values[row][column] = value[(long long)(firstKey + row) * width + column];
            }
        }
        __syncthreads();
        for (int j = 0; j < keyCount; j++) {
#pragma unroll
            for (int a = 0; a < ROWS; a++) {
                int row = group + APART * a;
                if (firstKey + j <= firstQuery + row) { // what is to come must not even be multiplied with 0: it may be NaN
                    float weight = weights[row][j];
#pragma unroll
                    for (int c = 0; c < columns; c++) {
                        sums[a][c] += weight * values[j][lane + LANES * c];
                    }
                }
            }
        }
        __syncthreads();
    }

#pragma unroll
    for (int a = 0; a < ROWS; a++) {
        int row = firstQuery + group + APART * a;
        if (row < endQuery) {
            float inverse = 1 / total[a];
            float *out = context + ((window + row) * heads + head) * h + firstColumn;
#pragma unroll
            for (int c = 0; c < columns; c++) {
                if (lane + LANES * c < slabColumns) {
                    out[lane + LANES * c] = sums[a][c] * inverse;
                }
            }
        }
    }
}

extern "C" __global__ void attend64(
    const float *qkv, int seq, int heads, int keyValueHeads, int h, float scale, float *context) {
    attend<64>(qkv, seq, heads, keyValueHeads, h, scale, context);
}

extern "C" __global__ void attend128(
    const float *qkv, int seq, int heads, int keyValueHeads, int h, float scale, float *context) {
    attend<128>(qkv, seq, heads, keyValueHeads, h, scale, context);
}
