package dev.gimbal.surgery;

import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelType;

/**
 * The sizes of the model that is written, and the type that carries them.
 *
 * @param heads query heads of every layer
 * @param keyValueHeads key-value heads of every layer
 * @param channels MLP width of every layer
 * @param attentionBias whether {@code q, k, v, o_proj} have biases
 * @param mlpBias whether {@code gate, up, down_proj} have biases
 */
public record WrittenShape(
        ModelType type, int heads, int keyValueHeads, int channels, boolean attentionBias, boolean mlpBias) {

    /**
     * Chooses the type that ordinary tools load. Current transformers refuse a llama whose hidden size is no multiple of
     * its head count, even with {@code head_dim} given. The mistral type without a sliding window computes the same and
     * has no such check, but has no place for biases; the granite type with its multipliers at 1 has both.
     *
     * @param source the model before
     */
    public static WrittenShape of(
            ModelConfig source, int heads, int keyValueHeads, int channels, boolean attentionBias, boolean mlpBias) {
        return new WrittenShape(
                type(source, heads, attentionBias || mlpBias), heads, keyValueHeads, channels, attentionBias, mlpBias);
    }

    private static ModelType type(ModelConfig source, int heads, boolean biases) {
        boolean divides = source.hidden() % heads == 0;
        return switch (source.type()) {
            case GRANITE -> ModelType.GRANITE;
            case MISTRAL -> biases ? (divides ? ModelType.LLAMA : ModelType.GRANITE) : ModelType.MISTRAL;
            case LLAMA -> divides ? ModelType.LLAMA : biases ? ModelType.GRANITE : ModelType.MISTRAL;
        };
    }

    /** Why the type is not the source's, in a sentence; empty where it is. */
    public String reason(ModelConfig source) {
        if (type == source.type()) {
            return "";
        }
        return switch (type) {
            case LLAMA -> "It is written as *llama*, which computes the same as *mistral* and has a place for biases.";
            case MISTRAL ->
                "It is written as *mistral* without a sliding window, which computes the same as *llama*: transformers"
                        + " refuse a *llama* whose hidden size (" + source.hidden()
                        + ") is no multiple of its head count (" + heads + ").";
            case GRANITE ->
                "It is written as *granite* with its multipliers at 1, which computes the same as *"
                        + source.type().label()
                        + "*: of the types that transformers load with a head count (" + heads
                        + ") that does not divide the hidden size (" + source.hidden()
                        + "), it is one with a place for biases.";
        };
    }
}
