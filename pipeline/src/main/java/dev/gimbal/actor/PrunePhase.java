package dev.gimbal.actor;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.engine.CatchUpCourse;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.LayerCourse;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.PrunedLayer;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.TargetSolver;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.saving.Resumption;
import dev.gimbal.selection.LayerScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Layers are pruned one after the other, each on what the pruned layers before it produce. */
final class PrunePhase implements LayerPhase {
    private final PruneParts parts;
    private final LayerWorkshop workshop;
    private final Resumption resumption;
    private final MethodSettings method;
    private final ActorRef<CheckpointActor.Command> checkpointer;
    private final CheckpointClock clock;
    private final Stores stores;
    private final TargetSolver solver;
    private final List<LayerReport> reports;
    private final int done;
    private final int first;

    /**
     * Makes the stores, and computes what they start with.
     *
     * @param scores of the dense model's layers; empty where every layer drops as much
     */
    PrunePhase(
            PruneParts parts,
            List<LayerScores> scores,
            ActorRef<CheckpointActor.Command> checkpointer,
            CheckpointClock clock) {
        this.parts = parts;
        this.workshop = parts.workshop();
        this.resumption = parts.resumption();
        this.method = parts.job().settings().method();
        this.checkpointer = checkpointer;
        this.clock = clock;
        this.solver = scores.isEmpty() ? workshop.solver() : workshop.solver(scores);
        this.reports = new ArrayList<>(resumption.reports());
        this.done = reports.size();
        this.stores = RunFiles.stores(
                parts.plan(), method.schedule(), parts.job().backend(), workshop, parts.run(), Phase.PRUNE);
        HiddenPoint furthest = new HiddenPoint(Phase.PRUNE, done, true);
        this.first = Math.min(done, resumption.restore(stores.hidden(), Phase.PRUNE, furthest));
    }

    TargetSolver solver() {
        return solver;
    }

    /** Of the finished layers, in order. */
    List<LayerReport> reports() {
        return List.copyOf(reports);
    }

    @Override
    public HiddenStore hidden() {
        return stores.hidden();
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public LayerTask task(LayerLoader.Loaded loaded) {
        int layer = loaded.layer();
        Course course = layer < done ? catchUp(loaded) : course(loaded);
        return new LayerTask(
                layer,
                workshop.layers(),
                course,
                stores,
                parts.plan().batchesOfARound(),
                new Saving(layer, course, System.nanoTime()));
    }

    private CatchUpCourse catchUp(LayerLoader.Loaded loaded) {
        return workshop.catchUp(
                loaded.layer(),
                loaded.weights(),
                stores,
                Objects.requireNonNull(resumption.solved(loaded.layer(), Target.O_PROJ)),
                Objects.requireNonNull(resumption.solved(loaded.layer(), Target.DOWN_PROJ)));
    }

    /** The layer that an interruption had reached goes on where it was. */
    private LayerCourse course(LayerLoader.Loaded loaded) {
        int layer = loaded.layer();
        LayerCourse course = workshop.course(layer, loaded.weights(), stores);
        if (layer == done) {
            for (Target target : Target.values()) {
                SolvedTarget solved = resumption.solved(layer, target);
                if (solved != null) {
                    course.restore(solved);
                }
                Gathering gathering = resumption.gathering(layer, target, method.holdout());
                if (gathering != null) {
                    course.restore(target, gathering);
                }
            }
        }
        return course;
    }

    @Override
    public CheckpointActor.@Nullable Command finished(
            int layer, Course course, RunVoice voice, boolean full, ActorRef<CheckpointActor.Answer> replyTo) {
        if (!(course instanceof LayerCourse pruned)) {
            return null;
        }
        PrunedLayer result = pruned.result();
        LayerReport report = workshop.report(result);
        reports.add(report);
        voice.layerPruned(report, workshop.layers(), result.heads());
        return new CheckpointActor.SaveLayer(
                layer, pruned.solutions(), result.seconds(), null, full ? stores.hidden() : null, replyTo);
    }

    @Override
    public void close() {
        stores.close();
    }

    /** Saves a layer that is not finished. */
    private final class Saving implements LayerTask.Saving {
        private final int layer;
        private final Course course;
        private final long start;

        Saving(int layer, Course course, long start) {
            this.layer = layer;
            this.course = course;
            this.start = start;
        }

        @Override
        public boolean isDue() {
            return clock.isDue();
        }

        @Override
        public boolean ask(ActorRef<CheckpointActor.Answer> replyTo) {
            clock.reset();
            checkpointer.tell(
                    course instanceof LayerCourse pruning
                            ? new CheckpointActor.SaveLayer(
                                    layer,
                                    pruning.solutions(),
                                    (System.nanoTime() - start) * 1e-9,
                                    pruning.unfinished(),
                                    stores.hidden(),
                                    replyTo)
                            : new CheckpointActor.SaveHidden(stores.hidden(), replyTo));
            return true;
        }
    }
}
