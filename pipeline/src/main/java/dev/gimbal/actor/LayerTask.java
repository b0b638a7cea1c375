package dev.gimbal.actor;

import dev.gimbal.engine.Course;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What has to be done with a layer.
 *
 * @param layer counts from 0
 * @param layers how many there are
 * @param roundBatches batches of a round
 */
record LayerTask(int layer, int layers, Course course, Stores stores, int roundBatches, Saving saving) {
    /** Whether rows stay in memory, so that nothing waits for a disk and rounds cost no memory of their own. */
    boolean staysInMemory() {
        return stores.hidden().isResident()
                && stores.contexts().isResident()
                && stores.activations().isResident();
    }

    /** How a layer is saved when it is not finished; one clock for all layers of a run. */
    interface Saving {
        /** Whether enough work would be lost by now; false where a layer cannot be saved inside. */
        boolean isDue();

        /** Asks for it, and lets {@code replyTo} know when it is done; false where a layer cannot be saved inside. */
        boolean ask(ActorRef<CheckpointActor.Answer> replyTo);
    }
}
