package dev.gimbal.math;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Tensor;

/** Cholesky factors of {@code A + r I}, for ridge systems {@code B (A + r I) = P}. */
public final class ShiftedCholesky {
    private ShiftedCholesky() {}

    /**
     * Writes the factor of {@code a + shift * I} to {@code factor}, for {@link Backend#solveRight}.
     *
     * @param a F64 [k, k], symmetric; kept
     * @return whether {@code a + shift * I} is positive definite; if not, the content of {@code factor} is undefined
     */
    public static boolean factor(Backend backend, Tensor a, double shift, Tensor factor) {
        backend.copy(a, factor);
        Diagonal.add(factor, shift);
        return backend.cholesky(factor);
    }
}
