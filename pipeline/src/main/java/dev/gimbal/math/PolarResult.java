package dev.gimbal.math;

import dev.gimbal.tensor.Tensor;

/** What came of asking for the polar factor of a matrix. */
public sealed interface PolarResult {
    /**
     * The factor {@code Q} of {@code A = Q H}, {@code H} symmetric and positive semi-definite.
     *
     * @param q F64 [d, k], {@code d >= k}
     * @param orthogonalityError {@code norm(Q^T Q - I)}, Frobenius
     * @param conditionNumber of {@code A}: its largest singular value over the smallest; infinite when that is 0
     */
    record Factor(Tensor q, double orthogonalityError, double conditionNumber) implements PolarResult {}

    /**
     * None was found.
     *
     * @param reason what went wrong, to stand in the middle of a sentence
     */
    record Failure(String reason) implements PolarResult {}
}
