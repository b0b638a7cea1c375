package dev.gimbal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import dev.gimbal.model.input.StrictJson;
import dev.gimbal.model.safetensors.DType;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code config.json} says of a model: sizes and settings that the computation follows from, each checked. Where the
 * file leaves one out, its value is transformers' default for the type.
 *
 * @param hidden {@code d}, the width of the residual stream
 * @param heads {@code H}, query heads; a multiple of {@code keyValueHeads}
 * @param keyValueHeads {@code H_kv}
 * @param headDim {@code h}, even; {@code H*h} need not be {@code d}
 * @param intermediate {@code f}, the MLP's width
 * @param tieEmbeddings whether the output projection is the embedding
 * @param attentionBias whether q, k, v and o all have biases
 * @param mlpBias whether gate, up and down all have biases
 * @param attentionScale what attention scores are multiplied with
 * @param dtype the type that the file declares, for what it is worth; each tensor has its own
 * @param raw the whole file, for what is carried along; a copy
 */
public record ModelConfig(
        ModelType type,
        int hidden,
        int heads,
        int keyValueHeads,
        int headDim,
        int intermediate,
        int layers,
        int vocabulary,
        double rmsNormEps,
        boolean tieEmbeddings,
        boolean attentionBias,
        boolean mlpBias,
        int maxPositions,
        double attentionScale,
        @Nullable DType dtype,
        RopeSettings rope,
        ObjectNode raw) {

    static final int MOST_POSITIONS = 1 << 30;

    private static final long LONGEST_FILE = 16L << 20;
    private static final int WIDEST = 1 << 20;

    public ModelConfig {
        raw = raw.deepCopy();
    }

    @Override
    public ObjectNode raw() {
        return raw.deepCopy();
    }

    /** Whether each query head has a key-value head of its own. */
    public boolean isMultiHead() {
        return heads == keyValueHeads;
    }

    /** Width of the queries, {@code H*h}; {@code o_proj}'s columns. */
    public int queryWidth() {
        return heads * headDim;
    }

    /** Width of the keys and of the values, {@code H_kv*h}. */
    public int keyValueWidth() {
        return keyValueHeads * headDim;
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws GimbalException (66) when it is not there; (65) when it is malformed, out of range, or has a setting that is
     *     not supported, which the sentence names
     */
    public static ModelConfig read(Path file) {
        return parse(StrictJson.object(file, LONGEST_FILE), InputFile.name(file));
    }

    /** As {@link #read}, of JSON that {@code where} names. */
    public static ModelConfig parse(ObjectNode json, String where) {
        ConfigValues config = new ConfigValues(json, where);
        ModelType type = type(config);
        ConfigRules.check(config);
        int hidden = config.whole("hidden_size", 1, WIDEST);
        int heads = config.whole("num_attention_heads", 1, WIDEST);
        int keyValueHeads = keyValueHeads(config, type, heads);
        int headDim = headDim(config, hidden, heads);
        int maxPositions = config.whole("max_position_embeddings", type.defaultPositions(), 1, MOST_POSITIONS);
        requireNoWindow(config, type, maxPositions);
        return new ModelConfig(
                type,
                hidden,
                heads,
                keyValueHeads,
                headDim,
                config.whole("intermediate_size", 1, 4 * WIDEST),
                config.whole("num_hidden_layers", 1, 4096),
                config.whole("vocab_size", 1, 16 * WIDEST),
                config.positive("rms_norm_eps", 1e-6, 1),
                config.flag("tie_word_embeddings", false),
                bias(config, type, "attention_bias"),
                bias(config, type, "mlp_bias"),
                maxPositions,
                attentionScale(config, type, headDim),
                dtype(config),
                RopeReader.read(config, maxPositions),
                json);
    }

    private static ModelType type(ConfigValues config) {
        String label = config.text("model_type");
        if (label == null) {
            throw config.refuse("lacks model_type");
        }
        ModelType type = ModelType.labelled(label);
        if (type == null) {
            throw config.refuse(
                    "is of model_type " + Quoted.of(label) + ", where llama, mistral and granite are supported");
        }
        JsonNode architectures = config.get("architectures");
        if (architectures != null && !isNoneBut(type, architectures)) {
            throw config.refuse("has architectures " + ConfigValues.shown(architectures) + ", where only ["
                    + type.architecture() + "] is supported for " + label);
        }
        return type;
    }

    private static boolean isNoneBut(ModelType type, JsonNode architectures) {
        if (!architectures.isArray()) {
            return false;
        }
        return architectures.isEmpty()
                || (architectures.size() == 1 && architectures.path(0).asText().equals(type.architecture()));
    }

    private static int keyValueHeads(ConfigValues config, ModelType type, int heads) {
        boolean absent = !config.node().has("num_key_value_heads");
        // MistralConfig's default is 8 where the key is missing, and the number of heads where it is null.
        int otherwise = type == ModelType.MISTRAL && absent ? 8 : heads;
        int keyValueHeads = config.whole("num_key_value_heads", otherwise, 1, WIDEST);
        if (heads % keyValueHeads != 0) {
            throw config.refuse(
                    "has num_attention_heads " + heads + ", no multiple of num_key_value_heads " + keyValueHeads);
        }
        return keyValueHeads;
    }

    private static int headDim(ConfigValues config, int hidden, int heads) {
        if (!config.has("head_dim") && hidden % heads != 0) {
            throw config.refuse("has hidden_size " + hidden + ", no multiple of num_attention_heads " + heads
                    + ", and no head_dim");
        }
        int headDim = config.whole("head_dim", hidden / heads, 1, 1 << 16);
        if (headDim % 2 != 0) {
            throw config.refuse("has heads of the odd size " + headDim + ", where rotary positions need an even one");
        }
        if ((long) headDim * heads > 4L * WIDEST) {
            throw config.refuse("has " + heads + " heads of size " + headDim + ", too wide together");
        }
        return headDim;
    }

    private static boolean bias(ConfigValues config, ModelType type, String key) {
        boolean bias = config.flag(key, false);
        if (bias && type == ModelType.MISTRAL) {
            throw config.refuse("has " + key + " true, which a mistral model has no place for");
        }
        return bias;
    }

    private static double attentionScale(ConfigValues config, ModelType type, int headDim) {
        if (type == ModelType.GRANITE) {
            return config.positive("attention_multiplier", 1, 1e6);
        }
        if (config.has("attention_multiplier")) {
            throw config.refuse("has attention_multiplier, which only granite models know");
        }
        return 1 / Math.sqrt(headDim);
    }

    /** MistralConfig's default is a window of 4096; a window that holds every position changes nothing. */
    private static void requireNoWindow(ConfigValues config, ModelType type, int maxPositions) {
        boolean absent = !config.node().has("sliding_window");
        int none = Integer.MAX_VALUE;
        int window = config.whole("sliding_window", type == ModelType.MISTRAL && absent ? 4096 : none, 1, none);
        if (window < maxPositions) {
            throw config.refuse("attends to a sliding_window of " + window + " tokens"
                    + (absent ? " (the default)" : "") + ", where only full attention is supported");
        }
    }

    private static @Nullable DType dtype(ConfigValues config) {
        String name = config.text(config.has("dtype") ? "dtype" : "torch_dtype");
        if (name == null) {
            return null;
        }
        return switch (name) {
            case "float32" -> DType.F32;
            case "float16" -> DType.F16;
            case "bfloat16" -> DType.BF16;
            default ->
                throw config.refuse("declares weights of type " + Quoted.of(name)
                        + ", where float32, float16 and bfloat16 are supported");
        };
    }
}
