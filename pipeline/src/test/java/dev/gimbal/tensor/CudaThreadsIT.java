package dev.gimbal.tensor;

import dev.gimbal.tensor.cuda.EmulatedCuda;

/** The CUDA backend with any number of workers, and with tensors that lie close together in an arena. */
class CudaThreadsIT implements ThreadsConformance {
    @Override
    public Backend with(int threads) {
        return EmulatedCuda.open(threads, 1 << 20, "compute_90");
    }
}
