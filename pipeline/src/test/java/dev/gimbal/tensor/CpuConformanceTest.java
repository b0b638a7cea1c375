package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.cpu.CpuBackend;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The CPU backend, with more workers than most machines that run this have processors to spare. */
class CpuConformanceTest implements BackendConformance, ReferenceAgreement {
    private static final Backend BACKEND = CpuBackend.open(3);

    @Override
    public Backend backend() {
        return BACKEND;
    }

    @Test
    void scopesGiveTheirMemoryBack() {
        long before = Pointer.physicalBytes();
        for (int round = 0; round < 60; round++) { // 2 GB in all, no two of a size
            try (Scope scope = BACKEND.open()) {
                BACKEND.fill(scope.f64(4096 - round, 1024), 1);
            }
        }
        long kept = Pointer.physicalBytes() - before;
        assertTrue(kept < 800L << 20, () -> kept + " bytes are still held");
    }

    @AfterAll
    static void close() {
        BACKEND.close();
    }
}
