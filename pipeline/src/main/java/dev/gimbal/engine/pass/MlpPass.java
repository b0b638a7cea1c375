package dev.gimbal.engine.pass;

import dev.gimbal.config.Target;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/**
 * Takes the hidden states behind the pruned attention, and runs the MLP on them for the statistics of {@code down_proj}:
 * schedule <i>sublayer</i>.
 *
 * @param attention what is left of {@code o_proj}
 * @param from the first shard that is not gathered yet
 */
record MlpPass(LayerAtWork at, Part attention, int from) implements LayerPass {
    @Override
    public Target gathers() {
        return Target.DOWN_PROJ;
    }

    @Override
    public HiddenPoint to() {
        return at.input().afterAttention();
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
        at.addOutput(at.contexts(work), attention, work.hidden());
        Tensor activations = at.stores().activations().blank(work.batch(), work.scope());
        at.forward().activations(at.weights(), work.hidden(), activations);
        work.make(activations);
    }

    @Override
    public void store(BatchWork work) {
        at.stores().hidden().write(work.batch(), work.hidden());
        at.stores().activations().keep(work.batch(), Objects.requireNonNull(work.made()));
    }
}
