package dev.gimbal.model;

import org.jspecify.annotations.Nullable;

/**
 * The model types that are understood: one computation, three names. With neutral multipliers granite computes what llama
 * does; mistral does with no sliding window and no biases.
 */
public enum ModelType {
    LLAMA("llama", "LlamaForCausalLM", 2048),
    MISTRAL("mistral", "MistralForCausalLM", 131072),
    GRANITE("granite", "GraniteForCausalLM", 2048);

    private final String label;
    private final String architecture;
    private final int defaultPositions;

    ModelType(String label, String architecture, int defaultPositions) {
        this.label = label;
        this.architecture = architecture;
        this.defaultPositions = defaultPositions;
    }

    /** What {@code model_type} calls it. */
    public String label() {
        return label;
    }

    /** What {@code architectures} calls it. */
    public String architecture() {
        return architecture;
    }

    /** {@code max_position_embeddings} where a configuration has none. */
    int defaultPositions() {
        return defaultPositions;
    }

    /** The type that {@code model_type} calls so, or null. */
    static @Nullable ModelType labelled(String label) {
        for (ModelType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        return null;
    }
}
