package dev.gimbal.actor;

import dev.gimbal.engine.Course;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.MeasureCourse;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.selection.LayerScores;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The dense model's layers are measured, for global selection. A layer is saved when it is finished, never inside. */
final class MeasurePhase implements LayerPhase {
    private final PruneParts parts;
    private final LayerWorkshop workshop;
    private final Stores stores;
    private final List<LayerScores> scores;
    private final int first;

    /** Makes the stores, and computes what they start with. */
    MeasurePhase(PruneParts parts) {
        this.parts = parts;
        this.workshop = parts.workshop();
        this.scores = parts.resumption().measured();
        this.stores = RunFiles.stores(
                parts.plan(),
                parts.job().settings().method().schedule(),
                parts.job().backend(),
                workshop,
                parts.run(),
                Phase.MEASURE);
        HiddenPoint furthest = new HiddenPoint(Phase.MEASURE, scores.size(), false);
        this.first = parts.resumption().restore(stores.hidden(), Phase.MEASURE, furthest);
    }

    /** Of the layers that are measured. */
    List<LayerScores> scores() {
        return List.copyOf(scores);
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
        Course course = layer < scores.size()
                ? workshop.catchUp(layer, loaded.weights(), stores)
                : workshop.measurement(layer, loaded.weights(), stores);
        return new LayerTask(
                layer, workshop.layers(), course, stores, parts.plan().batchesOfARound(), new Unsaved());
    }

    @Override
    public CheckpointActor.@Nullable Command finished(
            int layer, Course course, RunVoice voice, boolean full, ActorRef<CheckpointActor.Answer> replyTo) {
        if (!(course instanceof MeasureCourse measured)) {
            return null;
        }
        scores.add(measured.result());
        return new CheckpointActor.SaveMeasured(layer, measured.result(), full ? stores.hidden() : null, replyTo);
    }

    @Override
    public void close() {
        stores.close();
    }

    /** Inside a layer, some shards are behind it and cannot be measured again. */
    private record Unsaved() implements LayerTask.Saving {
        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public boolean ask(ActorRef<CheckpointActor.Answer> replyTo) {
            return false;
        }
    }
}
