package dev.gimbal.engine;

import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.model.LayerWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of one layer in one phase of a run: which pass can run now, and whether all is done. */
public interface Course extends AutoCloseable {
    /** The pass that can run now; null when something has to be solved first, or nothing is left to do. */
    @Nullable
    LayerPass next();

    /** Where the batches of {@code pass} add up; null when it gathers nothing. */
    @Nullable
    Gathering gathering(LayerPass pass);

    /** What a user is told that the run is busy with, where {@code pass} begins something; null where it goes on. */
    @Nullable
    Stage stage(LayerPass pass);

    /** The layer's, before pruning. */
    LayerWeights weights();

    /** The targets whose statistics are complete and that have no solution yet. */
    List<Complete> complete();

    /** Takes a target's solution, which is closed with this, and frees its statistics. */
    void solved(SolvedTarget target);

    /** A target that can be solved. */
    record Complete(Target target, Gathering gathering) {}

    /** Whether nothing is left to do. */
    boolean isFinished();

    @Override
    void close();
}
