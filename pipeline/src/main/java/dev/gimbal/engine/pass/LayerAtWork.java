package dev.gimbal.engine.pass;

import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.CalibrationBatches;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.engine.store.TargetInputs;
import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What the passes of one layer share.
 *
 * @param layer counts from 0
 * @param input where the layer's input is in the model
 * @param weights before pruning
 * @param stores of the rows
 */
public record LayerAtWork(
        Backend backend,
        LayerForward forward,
        CalibrationBatches batches,
        int layer,
        HiddenPoint input,
        LayerWeights weights,
        Stores stores) {

    /**
     * The rows of all calibration tokens.
     *
     * @param contexts what {@code o_proj} reads, {@code [t, H h]}
     * @param activations what {@code down_proj} reads, {@code [t, f]}
     */
    public record Stores(HiddenStore hidden, TargetInputs contexts, TargetInputs activations) implements AutoCloseable {
        @Override
        public void close() {
            hidden.close();
            contexts.close();
            activations.close();
        }
    }

    /** Takes hidden states out, and what {@code inputs}, if any, has of the batch. */
    BatchWork load(Batch batch, @Nullable TargetInputs inputs) {
        Scope scope = backend.open();
        try {
            Tensor hidden = stores.hidden().read(batch, scope);
            Tensor found = inputs == null ? null : inputs.find(batch, scope);
            return new BatchWork(batch, stores.hidden().point(batch.shard()), scope, hidden, found);
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    /** What {@code o_proj} reads: as it was found, or computed again. */
    Tensor contexts(BatchWork work) {
        Tensor found = work.found();
        if (found != null) {
            return found;
        }
        Tensor contexts = work.scope().f32(work.batch().rows(), weights.output().cols());
        forward.contexts(weights, work.hidden(), contexts);
        return contexts;
    }

    /** {@code hidden += inputs weight^T + bias} of what is left of a target, which reads its kept columns alone. */
    void addOutput(Tensor inputs, Part part, Tensor hidden) {
        if (part.kept() == null) {
            forward.addOutput(inputs, part.weight(), part.bias(), hidden);
            return;
        }
        try (Scope scope = backend.open()) {
            Tensor kept = scope.f32(inputs.rows(), part.kept().length);
            backend.gatherColumns(inputs, part.kept(), kept);
            forward.addOutput(kept, part.weight(), part.bias(), hidden);
        }
    }
}
