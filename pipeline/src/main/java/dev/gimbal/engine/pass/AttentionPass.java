package dev.gimbal.engine.pass;

import dev.gimbal.config.Target;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Attention of the layer's input, for the statistics of {@code o_proj}.
 *
 * @param from the first shard that is not gathered yet
 */
record AttentionPass(LayerAtWork at, int from) implements LayerPass {
    @Override
    public Target gathers() {
        return Target.O_PROJ;
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
        return at.load(batch, null);
    }

    @Override
    public void compute(BatchWork work) {
        Tensor contexts = at.stores().contexts().blank(work.batch(), work.scope());
        at.forward().contexts(at.weights(), work.hidden(), contexts);
        work.make(contexts);
    }

    @Override
    public void store(BatchWork work) {
        at.stores().contexts().keep(work.batch(), Objects.requireNonNull(work.made()));
    }
}
