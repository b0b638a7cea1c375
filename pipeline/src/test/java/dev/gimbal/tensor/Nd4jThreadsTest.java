package dev.gimbal.tensor;

import dev.gimbal.tensor.nd4j.Nd4jBackend;

/** The ND4J backend, with any number of workers. */
class Nd4jThreadsTest implements ThreadsConformance {
    @Override
    public Backend with(int threads) {
        return Nd4jBackend.open(threads);
    }
}
