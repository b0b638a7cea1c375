package dev.gimbal.engine.pass;

import dev.gimbal.config.Target;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.tensor.Tensor;
import java.util.List;

/** Runs the unpruned layer to its output, for the statistics of {@code down_proj} in the dense model. */
record DensePass(LayerAtWork at) implements LayerPass {
    @Override
    public Target gathers() {
        return Target.DOWN_PROJ;
    }

    @Override
    public HiddenPoint to() {
        return at.input().afterLayer();
    }

    @Override
    public List<Batch> batches() {
        return at.batches().all();
    }

    @Override
    public BatchWork load(Batch batch) {
        return at.load(batch, at.stores().contexts());
    }

    @Override
    public void compute(BatchWork work) {
        at.forward()
                .addOutput(
                        at.contexts(work), at.weights().output(), at.weights().outputBias(), work.hidden());
        Tensor activations =
                work.scope().f32(work.batch().rows(), at.weights().down().cols());
        at.forward().activations(at.weights(), work.hidden(), activations);
        at.forward().addOutput(activations, at.weights().down(), at.weights().downBias(), work.hidden());
        work.make(activations);
    }

    @Override
    public void store(BatchWork work) {
        at.stores().hidden().write(work.batch(), work.hidden());
    }
}
