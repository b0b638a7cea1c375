package dev.gimbal.engine.pass;

import dev.gimbal.config.Target;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes hidden states further through a layer whose parts are known: from its input or from behind its attention, to
 * behind its attention or to its output. Also what brings stored hidden states up to date after an interruption.
 *
 * @param mlp null when it ends behind the attention
 * @param endShard the shards before this one go through it
 */
record OutputPass(LayerAtWork at, Part attention, @Nullable Part mlp, int endShard) implements LayerPass {
    @Override
    public @Nullable Target gathers() {
        return null;
    }

    @Override
    public HiddenPoint to() {
        return mlp == null ? at.input().afterAttention() : at.input().afterLayer();
    }

    @Override
    public List<Batch> batches() {
        return at.batches().all().stream()
                .filter(batch -> batch.shard() < endShard
                        && at.stores().hidden().point(batch.shard()).isBefore(to()))
                .toList();
    }

    @Override
    public BatchWork load(Batch batch) {
        boolean behindAttention = at.stores().hidden().point(batch.shard()).middle();
        return at.load(
                batch, behindAttention ? at.stores().activations() : at.stores().contexts());
    }

    @Override
    public void compute(BatchWork work) {
        boolean behindAttention = work.from().middle();
        if (!behindAttention) {
            at.addOutput(at.contexts(work), attention, work.hidden());
        }
        if (mlp != null) {
            at.addOutput(activations(work, behindAttention ? work.found() : null), mlp, work.hidden());
        }
    }

    private Tensor activations(BatchWork work, @Nullable Tensor found) {
        if (found != null) {
            return found;
        }
        Tensor activations =
                work.scope().f32(work.batch().rows(), at.weights().down().cols());
        at.forward().activations(at.weights(), work.hidden(), activations);
        return activations;
    }

    @Override
    public void store(BatchWork work) {
        at.stores().hidden().write(work.batch(), Objects.requireNonNull(work.hidden()));
    }
}
