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

    /** Width of the queries, keys and values side by side. */
    public int qkvWidth() {
        return (heads + 2 * keyValueHeads) * headSize;
    }
}
