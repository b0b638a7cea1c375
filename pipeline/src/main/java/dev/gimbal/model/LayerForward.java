package dev.gimbal.model;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of a Llama layer, in the pieces that pruning takes apart: what the two targets read, and what they
 * add to the hidden states. Rows are tokens, in whole windows of {@code seq}.
 *
 * <pre>
 *   contexts    = attention(qkv(norm(hidden)))        [t, H h]   read by o_proj
 *   hidden     += contexts o_proj^T
 *   activations = silu(gate(norm(hidden))) * up(...)  [t, f]     read by down_proj
 *   hidden     += activations down_proj^T
 * </pre>
 */
public final class LayerForward {
    private final Backend backend;
    private final LayerGeometry geometry;
    private final int seq;
    private final Tensor rotary;
    private final int scratchRows;

    /** @param rotary {@code [seq, h]}: cosines, then sines, of each position */
    public LayerForward(Backend backend, LayerGeometry geometry, int seq, Tensor rotary) {
        this(backend, geometry, seq, rotary, 1);
    }

    /**
     * @param scratchRows rows that scratch tensors have at least. Where batches have more and fewer rows, as many as most of
     *     them have: a backend gives memory back to requests of the same size alone
     */
    public LayerForward(Backend backend, LayerGeometry geometry, int seq, Tensor rotary, int scratchRows) {
        this.backend = backend;
        this.geometry = geometry;
        this.seq = seq;
        this.rotary = rotary;
        this.scratchRows = scratchRows;
    }

    /** {@code [rows, cols]} in {@code scope}. */
    public Tensor scratch(Scope scope, int rows, int cols) {
        return rows < scratchRows ? scope.f32(scratchRows, cols).slice(0, rows) : scope.f32(rows, cols);
    }

    /** Writes {@code contexts [t, H h]} of {@code hidden [t, d]}. */
    public void contexts(LayerWeights weights, Tensor hidden, Tensor contexts) {
        try (Scope scope = backend.open()) {
            Tensor qkv = scratch(scope, hidden.rows(), geometry.qkvWidth());
            queriesKeysValues(weights, hidden, qkv);
            attention(qkv, seq, contexts);
        }
    }

    /**
     * Writes what attention reads, {@code qkv [t, (H + 2 H_kv) h]}, of {@code hidden [t, d]}; no position has entered it
     * yet, so rows may be in any order.
     */
    public void queriesKeysValues(LayerWeights weights, Tensor hidden, Tensor qkv) {
        try (Scope scope = backend.open()) {
            Tensor normed = scratch(scope, hidden.rows(), geometry.hidden());
            backend.rmsNorm(hidden, weights.inputNorm(), geometry.epsilon(), normed);
            project(normed, weights.qkv(), weights.qkvBias(), qkv);
        }
    }

    /**
     * Writes {@code contexts [t, H h]} of {@code qkv}, which is overwritten; rows are whole windows.
     *
     * @param length tokens of each window, at most {@code seq}
     */
    public void attention(Tensor qkv, int length, Tensor contexts) {
        backend.attention(qkv, geometry.attention(length), rotary.slice(0, length), contexts);
    }

    /**
     * Writes {@code activations [t, f]} of {@code hidden [t, d]}, which attention has been added to. {@code f} is as wide
     * as the weights are, which may have lost channels.
     */
    public void activations(LayerWeights weights, Tensor hidden, Tensor activations) {
        try (Scope scope = backend.open()) {
            Tensor normed = scratch(scope, hidden.rows(), geometry.hidden());
            Tensor gateUp = scratch(scope, hidden.rows(), weights.gateUp().rows());
            backend.rmsNorm(hidden, weights.postAttentionNorm(), geometry.epsilon(), normed);
            project(normed, weights.gateUp(), weights.gateUpBias(), gateUp);
            backend.swiGlu(gateUp, activations);
        }
    }

    /** {@code hidden += x weight^T + bias}: {@code x [t, k]}, {@code weight [d, k]}. */
    public void addOutput(Tensor x, Tensor weight, @Nullable Tensor bias, Tensor hidden) {
        backend.multiply(1, x, false, weight, true, 1, hidden);
        if (bias != null) {
            backend.addRow(hidden, bias);
        }
    }

    /** The whole layer: {@code hidden [t, d]} becomes its output. */
    public void layer(LayerWeights weights, Tensor hidden) {
        try (Scope scope = backend.open()) {
            Tensor contexts = scratch(scope, hidden.rows(), geometry.contextWidth());
            contexts(weights, hidden, contexts);
            finish(weights, contexts, hidden);
        }
    }

    /** What is left of a layer when its {@code contexts [t, H h]} are known. */
    public void finish(LayerWeights weights, Tensor contexts, Tensor hidden) {
        addOutput(contexts, weights.output(), weights.outputBias(), hidden);
        try (Scope scope = backend.open()) {
            Tensor activations = scratch(scope, hidden.rows(), geometry.channels());
            activations(weights, hidden, activations);
            addOutput(activations, weights.down(), weights.downBias(), hidden);
        }
    }

    private void project(Tensor x, Tensor weight, @Nullable Tensor bias, Tensor into) {
        backend.project(x, weight, into);
        if (bias != null) {
            backend.addRow(into, bias);
        }
    }
}
