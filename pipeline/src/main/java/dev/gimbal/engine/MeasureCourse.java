package dev.gimbal.engine;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerAtWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.LayerPasses;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What global selection needs of one layer of the dense model: the scores of its heads' and channels' columns. */
public final class MeasureCourse implements Course {
    private final Backend backend;
    private final MethodSettings settings;
    private final LayerAtWork at;
    private @Nullable Gathering gathering;
    private double @Nullable [] attention;
    private double @Nullable [] mlp;

    MeasureCourse(Backend backend, MethodSettings settings, LayerAtWork at) {
        this.backend = backend;
        this.settings = settings;
        this.at = at;
    }

    @Override
    public @Nullable LayerPass next() {
        if (attention == null) {
            attention = scores(Target.O_PROJ, at.weights().output());
        }
        if (attention == null) {
            return new LayerPasses(at).attention(0);
        }
        if (mlp == null) {
            mlp = scores(Target.DOWN_PROJ, at.weights().down());
        }
        return mlp == null ? new LayerPasses(at).dense() : null;
    }

    /** Null as long as the statistics are not complete, which are freed then. */
    private double @Nullable [] scores(Target target, Tensor weight) {
        Gathering complete = gathering;
        if (complete == null || !complete.isComplete()) {
            return null;
        }
        double[] scores = TargetScores.of(
                settings,
                at.layer(),
                target,
                weight,
                complete.gathered().fitted().moments());
        complete.close();
        gathering = null;
        return scores;
    }

    @Override
    public Gathering gathering(LayerPass pass) {
        Gathering current = gathering;
        if (current == null) {
            Tensor weight = pass.gathers() == Target.O_PROJ
                    ? at.weights().output()
                    : at.weights().down();
            current = Gathering.begin(backend, at.batches().shards(), settings.holdout(), weight.cols());
            gathering = current;
        }
        return current;
    }

    @Override
    public @Nullable Stage stage(LayerPass pass) {
        return pass.gathers() == Target.DOWN_PROJ ? Stage.MEASURE : null;
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
        throw new IllegalStateException("measuring solves nothing");
    }

    @Override
    public boolean isFinished() {
        return next() == null;
    }

    /** The scores, once this is finished. */
    public LayerScores result() {
        return new LayerScores(Objects.requireNonNull(attention), Objects.requireNonNull(mlp));
    }

    @Override
    public void close() {
        Gathering open = gathering;
        if (open != null) {
            open.close();
        }
    }
}
