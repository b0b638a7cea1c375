package dev.gimbal.engine;

import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerAtWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.LayerPasses;
import dev.gimbal.engine.pass.Part;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.model.LayerWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the hidden states of a checkpoint through a layer that was finished after they had been stored. */
public final class CatchUpCourse implements Course {
    private final LayerAtWork at;
    private final LayerPass pass;
    private final List<SolvedTarget> targets;

    /**
     * @param attention what a layer's attention is now
     * @param mlp what its MLP is now
     * @param targets are closed with this
     */
    CatchUpCourse(LayerAtWork at, Part attention, Part mlp, List<SolvedTarget> targets) {
        this.at = at;
        this.pass = new LayerPasses(at).output(attention, mlp);
        this.targets = List.copyOf(targets);
    }

    @Override
    public @Nullable LayerPass next() {
        List<Batch> left = pass.batches();
        return left.isEmpty() ? null : pass;
    }

    @Override
    public @Nullable Gathering gathering(LayerPass unused) {
        return null;
    }

    @Override
    public Stage stage(LayerPass unused) {
        return Stage.CATCH_UP;
    }

    @Override
    public LayerWeights weights() {
        return at.weights();
    }

    @Override
    public List<Complete> complete() {
        return List.of();
    }

    @Override
    public void solved(SolvedTarget target) {
        throw new IllegalStateException("this layer is solved");
    }

    @Override
    public boolean isFinished() {
        return next() == null;
    }

    @Override
    public void close() {
        targets.forEach(SolvedTarget::close);
    }
}
