package dev.gimbal.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.config.Labelled;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes of models that many know, as their {@code config.json} has them; enough to measure with, without any weights. */
public enum PublishedShape implements Labelled {
    SMOLLM2_135M("smollm2-135m", 576, 1536, 30, 9, 3, 49_152, 8192, 100_000, true),
    TINYLLAMA("tinyllama-1.1b", 2048, 5632, 22, 32, 4, 32_000, 2048, 10_000, false),
    LLAMA_3_2_1B("llama-3.2-1b", 2048, 8192, 16, 32, 8, 128_256, 131_072, 500_000, true),
    LLAMA_7B("llama-7b", 4096, 11_008, 32, 32, 32, 32_000, 2048, 10_000, false),
    MISTRAL_7B("mistral-7b", 4096, 14_336, 32, 32, 8, 32_768, 32_768, 1_000_000, false),
    LLAMA_3_8B("llama-3-8b", 4096, 14_336, 32, 32, 8, 128_256, 8192, 500_000, false),
    LLAMA_2_13B("llama-2-13b", 5120, 13_824, 40, 40, 40, 32_000, 4096, 10_000, false),
    LLAMA_2_70B("llama-2-70b", 8192, 28_672, 80, 64, 8, 32_000, 4096, 10_000, false),
    LLAMA_3_70B("llama-3-70b", 8192, 28_672, 80, 64, 8, 128_256, 8192, 500_000, false);

    private final String label;
    private final int hidden;
    private final int intermediate;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;
    private final int vocabulary;
    private final int positions;
    private final int ropeTheta;
    private final boolean tied;

    PublishedShape(
            String label,
            int hidden,
            int intermediate,
            int layers,
            int heads,
            int keyValueHeads,
            int vocabulary,
            int positions,
            int ropeTheta,
            boolean tied) {
        this.label = label;
        this.hidden = hidden;
        this.intermediate = intermediate;
        this.layers = layers;
        this.heads = heads;
        this.keyValueHeads = keyValueHeads;
        this.vocabulary = vocabulary;
        this.positions = positions;
        this.ropeTheta = ropeTheta;
        this.tied = tied;
    }

    @Override
    public String label() {
        return label;
    }

    /** The shape of that label. */
    public static Optional<PublishedShape> labelled(String label) {
        return Stream.of(values()).filter(shape -> shape.label.equals(label)).findFirst();
    }

    /**
     * Sizes as the model's own configuration has them. What no time depends on is alike for all: half precision, the norms'
     * epsilon, and rotary positions that are not scaled.
     */
    public ModelConfig config() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("model_type", ModelType.LLAMA.label())
                .put("hidden_size", hidden)
                .put("intermediate_size", intermediate)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", heads)
                .put("num_key_value_heads", keyValueHeads)
                .put("vocab_size", vocabulary)
                .put("max_position_embeddings", positions)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", ropeTheta)
                .put("tie_word_embeddings", tied)
                .put("torch_dtype", "float16");
        return ModelConfig.parse(json, label);
    }
}
