package dev.gimbal.tensor;

import dev.gimbal.tensor.nd4j.Nd4jBackend;
import org.junit.jupiter.api.AfterAll;

/** The ND4J backend, on processors, with more workers than most machines that run this have processors to spare. */
class Nd4jConformanceTest implements BackendConformance, ReferenceAgreement {
    private static final Backend BACKEND = Nd4jBackend.open(3);

    @Override
    public Backend backend() {
        return BACKEND;
    }

    @AfterAll
    static void close() {
        BACKEND.close();
    }
}
