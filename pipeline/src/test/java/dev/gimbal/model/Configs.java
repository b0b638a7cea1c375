package dev.gimbal.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Small configurations for tests, as their JSON. */
public final class Configs {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Configs() {}

    /** A llama of hidden size 24, 2 layers, 4 heads on 2, MLP width 40, vocabulary 96. */
    public static ObjectNode llama() {
        return json("""
                {"model_type":"llama","architectures":["LlamaForCausalLM"],"hidden_size":24,"num_hidden_layers":2,
                 "num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":40,"vocab_size":96,
                 "max_position_embeddings":128}
                """);
    }

    /** {@link #llama} as a mistral without a window. */
    public static ObjectNode mistral() {
        ObjectNode config = llama().put("model_type", "mistral").putNull("sliding_window");
        config.putArray("architectures").add("MistralForCausalLM");
        return config;
    }

    /** {@link #llama} as a granite with neutral multipliers. */
    public static ObjectNode granite() {
        ObjectNode config = llama().put("model_type", "granite").put("attention_multiplier", 0.25);
        config.putArray("architectures").add("GraniteForCausalLM");
        return config;
    }

    /** {@code base} with the members of {@code change} (JSON without its braces) put over it. */
    public static ObjectNode with(ObjectNode base, String change) {
        base.setAll(json("{" + change + "}"));
        return base;
    }

    /** A JSON object. */
    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What is read of {@code config}. */
    public static ModelConfig parse(ObjectNode config) {
        return ModelConfig.parse(config, "config.json");
    }
}
