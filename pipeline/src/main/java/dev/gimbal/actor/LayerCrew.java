package dev.gimbal.actor;

import dev.gimbal.engine.Course;
import dev.gimbal.engine.Stage;
import dev.gimbal.tensor.Backend;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who a layer works with.
 *
 * @param nearlyDone is told when the layer's last pass begins, on the layer's thread
 */
record LayerCrew(
        Backend backend,
        Executors executors,
        Runnable nearlyDone,
        Solving solving,
        ActorRef<CalibrationFeeder.Command> feeder,
        Told told,
        ActorRef<LayerActor.Event> supervisor) {

    /** Hands a complete target to whoever solves it. */
    interface Solving {
        void ask(Course.Complete target, Course course, int layer, ActorRef<CompensationActor.Answer> replyTo);
    }

    /** Is told how it goes. */
    interface Told {
        void stageStarted(Stage stage, int layer, int layers, long tokens);

        LongConsumer tokens();

        void roundDone();

        void solved(int layer, CompensationActor.Solved solved);
    }
}
