package dev.gimbal.engine.pass;

import dev.gimbal.config.Target;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the MLP behind the unpruned attention for the statistics of {@code down_proj}, and leaves the hidden states where
 * they are: schedule <i>layer</i>.
 *
 * @param from the first shard that is not gathered yet
 */
record DenseMlpPass(LayerAtWork at, int from) implements LayerPass {
    @Override
    public Target gathers() {
        return Target.DOWN_PROJ;
    }

    @Override
    public @Nullable HiddenPoint to() {
        return null;
    }

    @Override
    public List<Batch> batches() {
        return at.batches().from(from);
    }

    @Override
    public BatchWork load(Batch batch) {
        return at.load(batch, at.stores().contexts());
    }

    @Override
    public void compute(BatchWork work) {
        Tensor activations =
                work.scope().f32(work.batch().rows(), at.weights().down().cols());
        try (Scope scope = at.backend().open()) {
            Tensor dense = scope.f32(work.batch().rows(), work.hidden().cols());
            at.backend().copy(work.hidden(), dense);
            at.forward()
                    .addOutput(
                            at.contexts(work),
                            at.weights().output(),
                            at.weights().outputBias(),
                            dense);
            at.forward().activations(at.weights(), dense, activations);
        }
        work.make(activations);
    }

    @Override
    public void store(BatchWork work) {
        // The output pass sees other activations, those behind the pruned attention.
    }
}
