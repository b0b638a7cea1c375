package dev.gimbal.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.model.input.Quoted;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which settings may stand in a configuration beside those that {@link ModelConfig} reads. In this order:
 *
 * <ol>
 *   <li>null means absent, whatever the key.
 *   <li>A setting that would change the arithmetic may have the value that changes nothing ({@link #NEUTRAL}).
 *   <li>Bookkeeping, training and text generation ({@link #HARMLESS}, and every key that starts with an underscore) may
 *       have any value.
 *   <li>Of the keys that nobody knows, one whose name has an architectural word in it ({@link #ARCHITECTURAL}) may only be
 *       false: switched off. Any other is kept as it is.
 * </ol>
 *
 * Everything else is refused by name: a setting is never guessed.
 */
final class ConfigRules {
    private static final Map<String, Predicate<JsonNode>> NEUTRAL = Map.ofEntries(
            // SiLU has two names there.
            Map.entry(
                    "hidden_act",
                    value -> value.asText().equals("silu") || value.asText().equals("swish")),
            Map.entry("pretraining_tp", ConfigRules::isOne),
            Map.entry("partial_rotary_factor", ConfigRules::isOne),
            Map.entry("embedding_multiplier", ConfigRules::isOne),
            Map.entry("residual_multiplier", ConfigRules::isOne),
            Map.entry("logits_scaling", ConfigRules::isOne),
            Map.entry("attn_logit_softcapping", ConfigRules::isNothing),
            Map.entry("final_logit_softcapping", ConfigRules::isNothing),
            Map.entry("quantization_config", ConfigRules::isNothing),
            Map.entry("compression_config", ConfigRules::isNothing),
            Map.entry("auto_map", ConfigRules::isNothing),
            Map.entry("per_layer_config", ConfigRules::isNothing),
            Map.entry("pruned_heads", ConfigRules::isNothing),
            Map.entry("is_encoder_decoder", ConfigRules::isOff),
            Map.entry("add_cross_attention", ConfigRules::isOff),
            Map.entry("use_sliding_window", ConfigRules::isOff),
            Map.entry("layer_types", ConfigRules::allFullAttention));

    /** Read by {@link ModelConfig} and {@link RopeReader}, which check them. */
    private static final Set<String> READ = Set.of(
            "model_type",
            "architectures",
            "hidden_size",
            "num_attention_heads",
            "num_key_value_heads",
            "head_dim",
            "intermediate_size",
            "num_hidden_layers",
            "vocab_size",
            "rms_norm_eps",
            "tie_word_embeddings",
            "attention_bias",
            "mlp_bias",
            "max_position_embeddings",
            "dtype",
            "torch_dtype",
            "attention_multiplier",
            "sliding_window",
            "rope_theta",
            "rope_scaling",
            "rope_parameters",
            "original_max_position_embeddings");

    private static final Set<String> HARMLESS = Set.of(
            "attention_dropout",
            "attention_probs_dropout_prob",
            "attn_implementation",
            "attn_pdrop",
            "chunk_size_feed_forward",
            "embd_pdrop",
            "encoder_no_repeat_ngram_size",
            "hidden_dropout",
            "hidden_dropout_prob",
            "initializer_range",
            "max_window_layers", // of use_sliding_window, which must be off
            "no_repeat_ngram_size",
            "num_beam_groups",
            "output_attentions",
            "output_hidden_states",
            "pad_to_multiple_of",
            "resid_pdrop");

    private static final Set<String> ARCHITECTURAL =
            Pattern.compile("\\s+").splitAsStream("""
                    act activation adapter adapters attention attn bias biases bits block blocks clip conv cross dim dims
                    embed embedding embeddings expert experts ffn gate gating group groups head heads hidden interleave
                    interleaved intermediate kv layer layernorm layers linear local logit logits lora mamba mask mlp moe
                    multiplier norm normalization normalize parallel position positions proj projection q qk qkv quant
                    quantization quantized query rank residual rms rope rotary router scale scaled scaling shared size
                    softcap softcapping softmax sparse ssm theta tie tied width window yarn""").collect(Collectors.toUnmodifiableSet());

    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    private ConfigRules() {}

    /** Refuses the first setting that is not understood. */
    static void check(ConfigValues config) {
        for (String key : (Iterable<String>) config.node()::fieldNames) {
            JsonNode value = config.get(key);
            if (value != null && !READ.contains(key)) {
                check(config, key, value);
            }
        }
    }

    private static void check(ConfigValues config, String key, JsonNode value) {
        Predicate<JsonNode> neutral = NEUTRAL.get(key);
        if (neutral != null) {
            if (!neutral.test(value)) {
                throw config.refuse("has " + key + " " + ConfigValues.shown(value) + ", which is not supported");
            }
        } else if (!key.startsWith("_") && !HARMLESS.contains(key) && soundsArchitectural(key) && !isOff(value)) {
            throw config.refuse("has the unknown setting " + Quoted.of(key) + " = " + ConfigValues.shown(value)
                    + ", which may change what the model computes");
        }
    }

    private static boolean soundsArchitectural(String key) {
        return NO_LETTERS.splitAsStream(key.toLowerCase(Locale.ROOT)).anyMatch(ARCHITECTURAL::contains);
    }

    private static boolean isOne(JsonNode value) {
        return value.isNumber() && value.doubleValue() == 1;
    }

    private static boolean isOff(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static boolean isNothing(JsonNode value) {
        return isOff(value) || (value.isContainerNode() && value.isEmpty());
    }

    private static boolean allFullAttention(JsonNode types) {
        for (JsonNode type : types) {
            if (!type.asText().equals("full_attention")) {
                return false;
            }
        }
        return types.isArray();
    }
}
