package dev.gimbal.actor;

import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.stream.CalibrationFlow;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.typed.javadsl.ActorSink;

/**
 * Streams the batches of a pass to the layer that asked for them. The next round is sent when the layer has taken the one
 * before; one more is loaded meanwhile, and nothing further. Reading fails the pass: what a store held is lost then, and
 * the run goes on from its checkpoint.
 */
final class CalibrationFeeder {
    /** Rounds that are loaded while the layer computes the one before, at most. */
    private static final int WAITING = 1;

    private static final String CUT_OFF = "the stream was cut off";

    private CalibrationFeeder() {}

    /** What a feeder is told. */
    sealed interface Command {}

    /** Stream these rounds; a pass that is being streamed is cut off. */
    record Feed(LayerPass pass, List<List<Batch>> rounds, ActorRef<Fed> to) implements Command {}

    /** Stream nothing more. */
    record Cease() implements Command {}

    /** What a layer is told. */
    sealed interface Fed {}

    /** The stream begins. */
    record Opened(ActorRef<Taken> replyTo) implements Fed {}

    /** A round, loaded. Whoever gets it frees it. */
    record Round(List<BatchWork> work, ActorRef<Taken> replyTo) implements Fed {}

    /** Every round was taken. */
    record Exhausted() implements Fed {}

    /** A round could not be loaded, or the stream was cut off; nothing more comes. */
    record Dried(Throwable cause) implements Fed {}

    /** The layer's answer: there is room for the next round. */
    enum Taken {
        TAKEN
    }

    static Behavior<Command> create(Executors executors) {
        return Behaviors.setup(context -> idle(context, executors));
    }

    private static Behavior<Command> idle(ActorContext<Command> context, Executors executors) {
        return Behaviors.receive(Command.class)
                .onMessage(Feed.class, feed -> feeding(context, executors, start(context, executors, feed)))
                .onMessage(Cease.class, cease -> Behaviors.same())
                .build();
    }

    private static Behavior<Command> feeding(ActorContext<Command> context, Executors executors, Feeding stream) {
        return Behaviors.receive(Command.class)
                .onMessage(Feed.class, feed -> {
                    stream.cutOff();
                    return feeding(context, executors, start(context, executors, feed));
                })
                .onMessage(Cease.class, cease -> {
                    stream.cutOff();
                    return idle(context, executors);
                })
                .onSignal(PostStop.class, signal -> {
                    stream.cutOff();
                    return Behaviors.same();
                })
                .build();
    }

    private static Feeding start(ActorContext<Command> context, Executors executors, Feed feed) {
        CalibrationFlow flow = new CalibrationFlow(feed.pass(), feed.rounds(), executors.blocking());
        UniqueKillSwitch valve = flow.source()
                .viaMat(KillSwitches.single(), Keep.right())
                .to(ActorSink.<List<BatchWork>, Fed, Taken>actorRefWithBackpressure(
                                feed.to(),
                                (replyTo, work) -> hand(flow, replyTo, work),
                                Opened::new,
                                Taken.TAKEN,
                                new Exhausted(),
                                CalibrationFeeder::dried)
                        .withAttributes(Attributes.inputBuffer(WAITING, WAITING)))
                .run(Materializer.matFromSystem(context.getSystem().classicSystem()));
        Queues.of(context.getSystem()).watch("calibration", flow::waiting, WAITING + 1);
        return new Feeding(flow, valve);
    }

    private static Fed dried(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new Dried(cause == null ? failure : cause);
    }

    private static Fed hand(CalibrationFlow flow, ActorRef<Taken> replyTo, List<BatchWork> work) {
        return flow.take(work) ? new Round(work, replyTo) : new Dried(new CancellationException(CUT_OFF));
    }

    /** A stream that runs, or has come to its end. */
    private record Feeding(CalibrationFlow flow, UniqueKillSwitch valve) {
        /** Nothing is loaded any more, and what was loaded in vain is freed. */
        void cutOff() {
            valve.abort(new CancellationException(CUT_OFF));
            flow.close();
        }
    }
}
