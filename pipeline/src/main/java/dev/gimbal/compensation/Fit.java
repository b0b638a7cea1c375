package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe came to.
 *
 * @param kind what was done in the end
 * @param lambda that was used in the end; null where the kind has none
 * @param weight {@code B}, F64 [d, k], finite
 */
record Fit(CompensationKind kind, @Nullable Double lambda, Tensor weight) {}
