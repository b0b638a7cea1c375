package dev.gimbal.tensor;

import dev.gimbal.tensor.cpu.CpuBackend;

/** The CPU backend, with any number of workers. */
class CpuThreadsTest implements ThreadsConformance {
    @Override
    public Backend with(int threads) {
        return CpuBackend.open(threads);
    }
}
