package dev.gimbal.engine.pass;

import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One of the two projections whose output a layer adds to the hidden states, whole or what pruning left of it.
 *
 * @param kept the input columns that it reads, ascending; null for all
 * @param weight {@code [d, k]}
 * @param bias {@code [1, d]} or null
 */
public record Part(
        int @Nullable [] kept, Tensor weight, @Nullable Tensor bias) {
    /** A projection that reads every column. */
    public static Part whole(Tensor weight, @Nullable Tensor bias) {
        return new Part(null, weight, bias);
    }

    /** What is left of a projection of {@code columns} inputs. */
    public static Part of(int[] kept, int columns, Tensor weight, @Nullable Tensor bias) {
        return new Part(kept.length == columns ? null : kept, weight, bias);
    }
}
