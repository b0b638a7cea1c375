package dev.gimbal.engine;

import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a target, as it will be written: rounded to the precision of the model's files.
 *
 * @param kept the input columns that stay, ascending
 * @param weight {@code B [d, k]}, F32
 * @param bias {@code [1, d]}, F32; null where the target has none
 */
public record PrunedTarget(
        int[] kept, Tensor weight, @Nullable Tensor bias, TargetReport report) {}
