package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerGeometry;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/**
 * A layer's forward pass over a batch whose items share rows. Norms, projections and MLP know nothing of it; around
 * attention alone, rows are put together to windows and taken apart again.
 */
final class PackedForward {
    private final Backend backend;
    private final LayerGeometry geometry;
    private final LayerForward forward;

    /** @param rotary {@code [seq, h]} of the longest window's length */
    PackedForward(Backend backend, LayerGeometry geometry, Tensor rotary) {
        this.backend = backend;
        this.geometry = geometry;
        this.forward = new LayerForward(backend, geometry, rotary.rows(), rotary, BatchPlan.BATCH_ROWS);
    }

    /** {@code hidden [batch.rows, d]} becomes the layer's output. */
    void layer(LayerWeights weights, PackedBatch batch, Tensor hidden) {
        try (Scope scope = backend.open()) {
            Tensor contexts = forward.scratch(scope, batch.rows(), geometry.contextWidth());
            contexts(weights, batch, hidden, contexts);
            forward.finish(weights, contexts, hidden);
        }
    }

    private void contexts(LayerWeights weights, PackedBatch batch, Tensor hidden, Tensor contexts) {
        try (Scope scope = backend.open()) {
            Tensor qkv = forward.scratch(scope, batch.rows(), geometry.qkvWidth());
            forward.queriesKeysValues(weights, hidden, qkv);
            for (AttentionChunk chunk : batch.chunks()) {
                attend(chunk, qkv, contexts.slice(chunk.firstRow(), chunk.endRow()));
            }
        }
    }

    /** Causal attention gives shared rows the same context in every window; it is taken from one. */
    private void attend(AttentionChunk chunk, Tensor qkv, Tensor contexts) {
        try (Scope scope = backend.open()) {
            Tensor windows = forward.scratch(scope, chunk.gather().length, geometry.qkvWidth());
            Tensor results = forward.scratch(scope, chunk.gather().length, geometry.contextWidth());
            backend.gatherRows(qkv, chunk.gather(), windows);
            forward.attention(windows, chunk.seq(), results);
            backend.gatherRows(results, chunk.scatter(), contexts);
        }
    }
}
