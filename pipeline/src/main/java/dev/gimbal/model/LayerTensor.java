package dev.gimbal.model;

import java.util.List;

/** The tensors of one layer, in the order in which they are written; shapes in method.md's symbols. */
public enum LayerTensor {
    /** {@code [d]} */
    INPUT_NORM("input_layernorm.weight"),
    /** {@code [H*h, d]} */
    QUERY("self_attn.q_proj.weight"),
    /** {@code [H*h]} */
    QUERY_BIAS("self_attn.q_proj.bias"),
    /** {@code [H_kv*h, d]} */
    KEY("self_attn.k_proj.weight"),
    /** {@code [H_kv*h]} */
    KEY_BIAS("self_attn.k_proj.bias"),
    /** {@code [H_kv*h, d]} */
    VALUE("self_attn.v_proj.weight"),
    /** {@code [H_kv*h]} */
    VALUE_BIAS("self_attn.v_proj.bias"),
    /** {@code [d, H*h]} */
    OUTPUT("self_attn.o_proj.weight"),
    /** {@code [d]} */
    OUTPUT_BIAS("self_attn.o_proj.bias"),
    /** {@code [d]} */
    MLP_NORM("post_attention_layernorm.weight"),
    /** {@code [f, d]} */
    GATE("mlp.gate_proj.weight"),
    /** {@code [f]} */
    GATE_BIAS("mlp.gate_proj.bias"),
    /** {@code [f, d]} */
    UP("mlp.up_proj.weight"),
    /** {@code [f]} */
    UP_BIAS("mlp.up_proj.bias"),
    /** {@code [d, f]} */
    DOWN("mlp.down_proj.weight"),
    /** {@code [d]} */
    DOWN_BIAS("mlp.down_proj.bias");

    private final String suffix;

    LayerTensor(String suffix) {
        this.suffix = suffix;
    }

    /** Its name in the checkpoint, layers counted from 0. */
    public String of(int layer) {
        return "model.layers." + layer + "." + suffix;
    }

    /** Whether a model of this configuration has it. */
    public boolean isIn(ModelConfig config) {
        return switch (this) {
            case QUERY_BIAS, KEY_BIAS, VALUE_BIAS, OUTPUT_BIAS -> config.attentionBias();
            case GATE_BIAS, UP_BIAS, DOWN_BIAS -> config.mlpBias();
            default -> true;
        };
    }

    /** Its dimensions, outermost first. */
    public List<Integer> shape(ModelConfig config) {
        int d = config.hidden();
        int f = config.intermediate();
        return switch (this) {
            case INPUT_NORM, MLP_NORM, OUTPUT_BIAS, DOWN_BIAS -> List.of(d);
            case QUERY -> List.of(config.queryWidth(), d);
            case QUERY_BIAS -> List.of(config.queryWidth());
            case KEY, VALUE -> List.of(config.keyValueWidth(), d);
            case KEY_BIAS, VALUE_BIAS -> List.of(config.keyValueWidth());
            case OUTPUT -> List.of(d, config.queryWidth());
            case GATE, UP -> List.of(f, d);
            case GATE_BIAS, UP_BIAS -> List.of(f);
            case DOWN -> List.of(d, f);
        };
    }
}
