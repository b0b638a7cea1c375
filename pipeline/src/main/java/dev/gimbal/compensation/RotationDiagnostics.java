package dev.gimbal.compensation;

/**
 * What is known of the rotation that was found.
 *
 * @param regularization {@code eta} that was used in the end
 * @param size {@code norm(Q - I)/sqrt(d)}, Frobenius; with fewer kept columns than rows the same on the {@code k}
 *     directions that the kept columns reach: 0 is no rotation, 2 turns everything around
 * @param conditionNumber of {@code M} on those directions, before any regularisation; infinite when it is singular
 * @param orthogonalityError {@code norm(Q^T Q - I)}, Frobenius
 * @param determinantSign -1 for a reflection, 1 otherwise; 0 where {@code Q} is not determined as a whole, which is with
 *     fewer kept columns than rows
 */
public record RotationDiagnostics(
        double regularization, double size, double conditionNumber, double orthogonalityError, int determinantSign) {}
