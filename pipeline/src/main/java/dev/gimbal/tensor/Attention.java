package dev.gimbal.tensor;

/** What tokens of a window learn of those before them; all tensors F32, rows are tokens. */
public interface Attention {
    /**
     * Rotates the queries and keys in {@code qkv} in place, then causal softmax attention within each window.
     *
     * @param qkv {@code [windows * seq, (heads + 2 * keyValueHeads) * headSize]}: queries, keys, values side by side
     * @param rotary {@code [seq, headSize]}: cosines in the first half of the columns, sines in the second; Hugging
     *     Face's pairing of dimension {@code i} with {@code i + headSize/2}
     * @param context {@code [windows * seq, heads * headSize]}, written
     */
    void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context);
}
