package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import org.jspecify.annotations.Nullable;

/**
 * One that {@code auto} had to choose from.
 *
 * @param lambda null where the kind has none
 * @param heldOutError relative, of the fit on the fitted statistics, on those held out
 */
public record Candidate(CompensationKind kind, @Nullable Double lambda, double heldOutError) {}
