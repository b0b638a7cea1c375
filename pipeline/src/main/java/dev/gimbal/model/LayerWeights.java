package dev.gimbal.model;

import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One layer's weights in F32, as {@code [out, in]}; vectors are {@code [1, n]}. Projections that read the same input lie
 * one below the other, so that one product computes them.
 *
 * @param inputNorm {@code [1, d]}
 * @param qkv {@code [(H + 2 H_kv) h, d]}: queries, keys, values
 * @param qkvBias {@code [1, (H + 2 H_kv) h]} or null
 * @param output {@code o_proj [d, H h]}
 * @param outputBias {@code [1, d]} or null
 * @param postAttentionNorm {@code [1, d]}
 * @param gateUp {@code [2 f, d]}: gate, then up
 * @param gateUpBias {@code [1, 2 f]} or null
 * @param down {@code down_proj [d, f]}
 * @param downBias {@code [1, d]} or null
 */
public record LayerWeights(
        Tensor inputNorm,
        Tensor qkv,
        @Nullable Tensor qkvBias,
        Tensor output,
        @Nullable Tensor outputBias,
        Tensor postAttentionNorm,
        Tensor gateUp,
        @Nullable Tensor gateUpBias,
        Tensor down,
        @Nullable Tensor downBias) {}
