package dev.gimbal.engine;

import dev.gimbal.compensation.Candidate;
import dev.gimbal.compensation.Errors;
import dev.gimbal.compensation.Fallback;
import dev.gimbal.compensation.RotationDiagnostics;
import dev.gimbal.compensation.TargetDiagnostics;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one target was compensated, and how well; see {@link TargetDiagnostics} for what the figures mean.
 *
 * @param compensation what was done in the end, never {@code AUTO}; {@code NONE} where the target was not asked for or
 *     every attempt failed
 * @param lambda null where the compensation has none
 * @param center whether the fit was on centred statistics
 * @param fitted errors on the statistics that the fit saw
 * @param heldOut errors on those that it did not see; null when nothing is held out
 * @param rotation null where no rotation was computed
 * @param candidates what {@code auto} chose from; empty without it
 * @param warnings sentences, in the order that they came up
 */
public record TargetReport(
        Target target,
        CompensationKind compensation,
        @Nullable Double lambda,
        boolean center,
        Errors fitted,
        @Nullable Errors heldOut,
        double normRatio,
        double effectiveRank,
        @Nullable RotationDiagnostics rotation,
        List<Candidate> candidates,
        List<String> warnings) {

    public TargetReport {
        candidates = List.copyOf(candidates);
        warnings = List.copyOf(warnings);
    }

    static TargetReport of(Target target, TargetDiagnostics diagnostics) {
        return new TargetReport(
                target,
                diagnostics.kind(),
                diagnostics.lambda(),
                diagnostics.centered(),
                diagnostics.fitted(),
                diagnostics.heldOut(),
                diagnostics.normRatio(),
                diagnostics.effectiveRank(),
                diagnostics.rotation(),
                diagnostics.candidates(),
                diagnostics.fallbacks().stream().map(Fallback::message).toList());
    }

    /** The same with other warnings. */
    TargetReport with(List<String> others) {
        return new TargetReport(
                target,
                compensation,
                lambda,
                center,
                fitted,
                heldOut,
                normRatio,
                effectiveRank,
                rotation,
                candidates,
                others);
    }
}
