package dev.gimbal.tensor;

import static java.util.Objects.requireNonNull;

import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.cuda.CudaBackend;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The CUDA backend on the card of this machine; skipped, with the reason, where there is none. */
class CudaCardConformanceIT implements BackendConformance, ReferenceAgreement, ThreadsConformance {
    private static @Nullable Backend card;

    @BeforeAll
    static void open() {
        try {
            card = CudaBackend.open(3, null);
        } catch (GimbalException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    @Override
    public Backend backend() {
        return requireNonNull(card);
    }

    @Override
    public Backend with(int threads) {
        return CudaBackend.open(threads, 1L << 30);
    }

    @AfterAll
    static void close() {
        if (card != null) {
            card.close();
        }
    }
}
