package dev.gimbal.tensor;

/** The element-wise and row-wise pieces of a transformer layer; all tensors F32, rows are tokens. */
public interface LayerOperations {
    /** {@code out = x / sqrt(mean(x^2) + epsilon) * weight}: {@code x, out [t, d]}, {@code weight [1, d]}; in place allowed. */
    void rmsNorm(Tensor x, Tensor weight, double epsilon, Tensor out);

    /** {@code out = silu(gate) * up}: {@code gateUp [t, 2f]} holds gate then up, {@code out [t, f]}. */
    void swiGlu(Tensor gateUp, Tensor out);

    /**
     * The natural-log cross-entropy of each row: {@code losses[i] = logsumexp(logits[i, :]) - logits[i, targets[i]]};
     * rows with a negative target are left alone. {@code logits [t, vocabulary]}.
     */
    void crossEntropy(Tensor logits, int[] targets, double[] losses);
}
