package dev.gimbal.tensor;

import dev.gimbal.tensor.cuda.EmulatedCuda;
import org.junit.jupiter.api.AfterAll;

/** The CUDA backend on a card that does not exist: its compiled kernels are interpreted. */
class CudaConformanceIT implements BackendConformance, ReferenceAgreement {
    private static final Backend BACKEND = EmulatedCuda.open(3);

    @Override
    public Backend backend() {
        return BACKEND;
    }

    @AfterAll
    static void close() {
        BACKEND.close();
    }
}
