package dev.gimbal.surgery;

import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What replaces a target's kept columns.
 *
 * @param weight {@code B [d, k]}, F32
 * @param bias {@code [1, d]}, F32; null where there is none
 */
public record Replaced(Tensor weight, @Nullable Tensor bias) {}
