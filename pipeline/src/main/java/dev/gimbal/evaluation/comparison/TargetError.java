package dev.gimbal.evaluation.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What pruning did to one target of one layer; errors are relative to the target's own output (method.md).
 *
 * @param layer counts from 0
 * @param target {@code o_proj} or {@code down_proj}
 * @param compensation what was done in the end, after {@code auto}'s choice and any fallback
 * @param fittedBefore error of the kept columns alone, on the statistics that the fit saw
 * @param fittedAfter after compensation
 * @param heldOutBefore the same on statistics that no fit saw; null when nothing is held out
 * @param heldOutAfter null with it
 * @param conditionNumber of {@code M}; null where no rotation was computed, and where it is infinite
 * @param effectiveRank of {@code G}
 * @param fallbacks how many attempts failed before the one that was kept
 */
public record TargetError(
        int layer,
        String target,
        String compensation,
        double fittedBefore,
        double fittedAfter,
        @Nullable Double heldOutBefore,
        @Nullable Double heldOutAfter,
        @Nullable Double conditionNumber,
        double effectiveRank,
        int fallbacks) {}
