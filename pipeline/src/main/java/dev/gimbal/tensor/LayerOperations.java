package dev.gimbal.tensor;

/** The pieces of a transformer layer that are no matrix products; all tensors F32, rows are tokens. */
public interface LayerOperations {
    /** {@code out = x / sqrt(mean(x^2) + epsilon) * weight}: {@code x, out [t, d]}, {@code weight [1, d]}; in place allowed. */
    void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out);

    /**
     * Rotates the queries and keys in {@code qkv} in place, then causal softmax attention within each window.
     *
     * @param qkv {@code [windows * seq, (heads + 2 * keyValueHeads) * headSize]}: queries, keys, values side by side
     * @param rotary {@code [seq, headSize]}: cosines in the first half of the columns, sines in the second; Hugging
     *     Face's pairing of dimension {@code i} with {@code i + headSize/2}
     * @param context {@code [windows * seq, heads * headSize]}, written
     */
    void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context);

    /** {@code out = silu(gate) * up}: {@code gateUp [t, 2f]} holds gate then up, {@code out [t, f]}. */
    void swiGlu(Tensor gateUp, Tensor out);

    /**
     * The natural-log cross-entropy of each row: {@code losses[i] = logsumexp(logits[i, :]) - logits[i, targets[i]]};
     * rows with a negative target are left alone. {@code logits [t, vocabulary]}.
     */
    void crossEntropy(Tensor logits, int[] targets, double[] losses);
}
