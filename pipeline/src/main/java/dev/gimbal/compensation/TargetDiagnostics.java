package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one target was compensated, and how well.
 *
 * @param kind what was done in the end, after {@code auto}'s choice and any fallback; never {@code AUTO}
 * @param lambda that was used in the end; null where the kind has none
 * @param centered whether the fit was on centred statistics
 * @param fitted on the statistics that the replacement was fitted to; with {@code auto} those are all
 * @param heldOut on statistics that the fit did not see; with {@code auto}, {@code after} is that of the chosen
 *     candidate before it was fitted again; null when nothing is held out
 * @param normRatio {@code sqrt(tr(B G_KK B^T) / tr(W G W^T))}: the size of the new output over that of the old
 * @param effectiveRank of {@code G}, see {@link dev.gimbal.statistics.TargetStatistics#effectiveRank}
 * @param rotation null where none was computed or found
 * @param candidates what {@code auto} compared, in the order of trial; empty without it
 * @param fallbacks in the order that they came up
 */
public record TargetDiagnostics(
        CompensationKind kind,
        @Nullable Double lambda,
        boolean centered,
        Errors fitted,
        @Nullable Errors heldOut,
        double normRatio,
        double effectiveRank,
        @Nullable RotationDiagnostics rotation,
        List<Candidate> candidates,
        List<Fallback> fallbacks) {

    public TargetDiagnostics {
        candidates = List.copyOf(candidates);
        fallbacks = List.copyOf(fallbacks);
    }

    /** The fallbacks as sentences. */
    public List<String> warnings() {
        return fallbacks.stream().map(Fallback::message).toList();
    }
}
