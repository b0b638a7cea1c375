package dev.gimbal.tensor;

/**
 * What attention needs to know of its input.
 *
 * @param seq tokens of one window; rows come in whole windows
 * @param heads query heads, a multiple of {@code keyValueHeads}; head {@code i} reads key-value head
 *     {@code i / (heads / keyValueHeads)}
 * @param headSize even
 * @param scale what scores are multiplied with, usually {@code 1/sqrt(headSize)}
 */
public record AttentionShape(int seq, int heads, int keyValueHeads, int headSize, double scale) {

    /** @throws IllegalArgumentException when a size is below 1, heads do not group evenly, or the head size is odd */
    public AttentionShape {
        if (seq < 1 || keyValueHeads < 1 || heads < 1 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "no attention over " + seq + " tokens has " + heads + " heads on " + keyValueHeads);
        }
        if (headSize < 2 || headSize % 2 != 0) {
            throw new IllegalArgumentException("the rotary embedding needs an even head size, not " + headSize);
        }
    }

    /** Width of the queries, keys and values side by side. */
    public int qkvWidth() {
        return (heads + 2 * keyValueHeads) * headSize;
    }

    /** Whether {@link Attention#attention} can take tensors of these sizes. */
    public boolean fits(Tensor qkv, Tensor rotary, Tensor context) {
        return qkv.cols() == qkvWidth()
                && qkv.rows() % seq == 0
                && rotary.rows() == seq
                && rotary.cols() == headSize
                && context.rows() == qkv.rows()
                && context.cols() == heads * headSize;
    }
}
