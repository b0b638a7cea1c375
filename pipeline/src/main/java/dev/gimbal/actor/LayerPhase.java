package dev.gimbal.actor;

import dev.gimbal.engine.Course;
import dev.gimbal.engine.store.HiddenStore;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** One way through all layers: measuring the dense model, or pruning it. */
interface LayerPhase extends AutoCloseable {
    /** The hidden states that it takes from layer to layer. */
    HiddenStore hidden();

    /** The first layer that has something to be done. */
    int first();

    /** What has to be done with a layer whose weights are here. */
    LayerTask task(LayerLoader.Loaded loaded);

    /**
     * Takes a finished layer.
     *
     * @param voice is told of it
     * @param full whether hidden states are to be stored, too
     * @return what makes it durable; null when it is already
     */
    CheckpointActor.@Nullable Command finished(
            int layer, Course course, RunVoice voice, boolean full, ActorRef<CheckpointActor.Answer> replyTo);

    @Override
    void close();
}
