package dev.gimbal.model;

import dev.gimbal.tensor.AttentionShape;

/**
 * The sizes of one layer.
 *
 * @param hidden {@code d}
 * @param heads {@code H}, query heads
 * @param keyValueHeads {@code H_kv}
 * @param headSize {@code h}
 * @param channels {@code f}, MLP width
 * @param epsilon of both norms
 * @param attentionScale what attention's scores are multiplied with
 */
public record LayerGeometry(
        int hidden, int heads, int keyValueHeads, int headSize, int channels, double epsilon, double attentionScale) {

    /** Of every layer of a model. */
    public static LayerGeometry of(ModelConfig config) {
        return new LayerGeometry(
                config.hidden(),
                config.heads(),
                config.keyValueHeads(),
                config.headDim(),
                config.intermediate(),
                config.rmsNormEps(),
                config.attentionScale());
    }

    /** {@code H * h}: the width of attention's contexts, which {@code o_proj} reads. */
    public int contextWidth() {
        return heads * headSize;
    }

    /** Width of queries, keys and values side by side. */
    public int qkvWidth() {
        return (heads + 2 * keyValueHeads) * headSize;
    }

    /** What attention over windows of {@code seq} tokens needs to know. */
    public AttentionShape attention(int seq) {
        return new AttentionShape(seq, heads, keyValueHeads, headSize, attentionScale);
    }
}
