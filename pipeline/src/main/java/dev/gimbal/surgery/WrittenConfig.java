package dev.gimbal.surgery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelType;
import java.util.List;

/** The {@code config.json} of the model that is written: the source's, with what pruning changed. */
final class WrittenConfig {
    private static final List<String> BIASES = List.of("attention_bias", "mlp_bias");

    private WrittenConfig() {}

    static ObjectNode of(ModelConfig source, WrittenShape shape) {
        ObjectNode config = source.raw();
        config.put("num_attention_heads", shape.heads());
        config.put("num_key_value_heads", shape.keyValueHeads());
        config.put("head_dim", source.headDim());
        config.put("intermediate_size", shape.channels());
        if (shape.type() != ModelType.MISTRAL) {
            config.put("attention_bias", shape.attentionBias());
            config.put("mlp_bias", shape.mlpBias());
        }
        if (shape.type() != source.type()) {
            retype(config, source, shape.type());
        }
        return config;
    }

    /** Says what the source's type left to its defaults, since another type's may differ. */
    private static void retype(ObjectNode config, ModelConfig source, ModelType type) {
        config.put("model_type", type.label());
        config.putArray("architectures").add(type.architecture());
        config.put("max_position_embeddings", source.maxPositions());
        config.put("rms_norm_eps", source.rmsNormEps());
        config.put("tie_word_embeddings", source.tieEmbeddings());
        config.remove("pretraining_tp");
        config.remove("sliding_window");
        switch (type) {
            case MISTRAL -> {
                config.putNull("sliding_window");
                config.remove(BIASES);
            }
            case GRANITE -> {
                config.put("embedding_multiplier", 1.0);
                config.put("logits_scaling", 1.0);
                config.put("residual_multiplier", 1.0);
                config.put("attention_multiplier", source.attentionScale());
            }
            case LLAMA -> {}
        }
    }
}
