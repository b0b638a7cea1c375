// The row-wise pieces of a transformer layer in single precision. Where a row is summed, a block of 128 threads has it,
// so that a row's result depends on that row alone.

#define THREADS 128
#define INFINITE __int_as_float(0x7f800000)

// Every thread gets the sum of all threads' values; halves are added, so that the order is fixed.
__device__ float sumOfBlock(float mine, float *shared) {
    shared[threadIdx.x] = mine;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            shared[threadIdx.x] += shared[threadIdx.x + half];
        }
        __syncthreads();
    }
    float sum = shared[0];
    __syncthreads(); // what is shared may be written again
    return sum;
}

// As sumOfBlock, of the largest; a NaN is passed over.
__device__ float mostOfBlock(float mine, float *shared) {
    shared[threadIdx.x] = mine;
    __syncthreads();
    for (int half = THREADS / 2; half > 0; half /= 2) {
        if (threadIdx.x < half) {
            shared[threadIdx.x] = fmaxf(shared[threadIdx.x], shared[threadIdx.x + half]);
        }
        __syncthreads();
    }
    float most = shared[0];
    __syncthreads();
    return most;
}

// out = x / sqrt(mean(x^2) + epsilon) * weight; x and out [rows, d], the same or apart; weight [d]
extern "C" __global__ void rmsNorm(const float *x, const float *weight, double epsilon, int d, float *out) {
    __shared__ float shared[THREADS];
    const float *row = x + (long long)blockIdx.x * d;
    float *normed = out + (long long)blockIdx.x * d;
    float squares = 0;
    for (int j = threadIdx.x; j < d; j += THREADS) {
        squares += row[j] * row[j];
    }
    double mean = (double)sumOfBlock(squares, shared) / d;
    float scale = (float)(1 / sqrt(mean + epsilon));
    for (int j = threadIdx.x; j < d; j += THREADS) {
        normed[j] = row[j] * scale * weight[j];
    }
}

// out [rows, f] = gate / (1 + exp(-gate)) * up; gateUp [rows, 2 f]. Where exp overflows, the quotient is -0.
extern "C" __global__ void swiGlu(const float *gateUp, int f, float *out, int rows) {
    for (long long i = blockIdx.x; i < rows; i += gridDim.x) {
        const float *gates = gateUp + i * 2 * f;
        for (int j = threadIdx.x; j < f; j += blockDim.x) {
            float gate = gates[j];
            out[i * f + j] = gate / (1.0f + expf(-gate)) * gates[f + j];
        }
    }
}

// For each row with a target: partial [rows, 2] = the sum of exp(logit - largest), and largest - the target's logit, so
// that the loss is the logarithm of the one plus the other.
extern "C" __global__ void crossEntropy(const float *logits, const int *targets, int vocabulary, double *partial) {
    __shared__ float shared[THREADS];
    int target = targets[blockIdx.x];
    if (target < 0) {
        return; // the whole block
    }
    const float *row = logits + (long long)blockIdx.x * vocabulary;
    float most = -INFINITE;
    for (int j = threadIdx.x; j < vocabulary; j += THREADS) {
        most = fmaxf(most, row[j]);
    }
    most = mostOfBlock(most, shared);
    float sum = 0;
    for (int j = threadIdx.x; j < vocabulary; j += THREADS) {
        sum += expf(row[j] - most);
    }
    sum = sumOfBlock(sum, shared);
    if (threadIdx.x == 0) {
        partial[2LL * blockIdx.x] = sum;
        partial[2LL * blockIdx.x + 1] = (double)most - row[target];
    }
}
