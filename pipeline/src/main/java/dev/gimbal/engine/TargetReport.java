package dev.gimbal.engine;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one target was compensated, and how well. Errors are relative: squared distance of the target's output from its
 * unpruned output, over the squared size of the unpruned output.
 *
 * @param compensation what was done in the end, never {@code AUTO}; {@code NONE} where the target was not asked for or
 *     every attempt failed
 * @param center whether the fit was on centred statistics
 * @param fitted errors on the statistics that the fit saw
 * @param heldOut errors on those that it did not see; null when nothing is held out
 * @param normRatio {@code norm(B) / norm(W_K)}, Frobenius
 * @param effectiveRank of the target's Gram matrix {@code G}
 * @param rotation null where no rotation was computed
 * @param warnings sentences, in the order that they came up
 */
public record TargetReport(
        Target target,
        CompensationKind compensation,
        boolean center,
        Errors fitted,
        @Nullable Errors heldOut,
        double normRatio,
        double effectiveRank,
        @Nullable Rotation rotation,
        List<String> warnings) {

    public TargetReport {
        warnings = List.copyOf(warnings);
    }

    /**
     * Relative errors.
     *
     * @param before with the kept columns as they were
     * @param after with what replaces them
     */
    public record Errors(double before, double after) {}

    /**
     * The orthogonal {@code Q} that was found.
     *
     * @param size {@code norm(Q - I) / sqrt(d)}, Frobenius
     * @param conditionNumber of {@code M}; infinite when {@code M} is singular
     * @param orthogonalityError {@code norm(Q^T Q - I)}
     * @param determinantSign of {@code Q}: -1, 0 (not computed) or 1
     * @param regularization the {@code eta} that was used in the end
     */
    public record Rotation(
            double size,
            double conditionNumber,
            double orthogonalityError,
            int determinantSign,
            double regularization) {}
}
