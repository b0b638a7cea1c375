package dev.gimbal.actor;

import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.saving.RunSaver;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The actors that a run has from its beginning to its end: its supervisor's children, which are watched. Those that only
 * tell go on after a fault; none of the others is restarted, since what it held is gone, and a run that lost one goes on
 * from its checkpoint.
 */
record Staff(
        ActorRef<EventPublisher.Command> events,
        RunVoice voice,
        ActorRef<CalibrationFeeder.Command> feeder,
        ActorRef<CompensationActor.Command> solver,
        ActorRef<CheckpointActor.Command> checkpointer,
        ActorRef<VitalSigns.Command> signs) {

    /** Spawns them. */
    static Staff of(
            ActorContext<?> context,
            PruneJob job,
            RunSaver saver,
            EventLog log,
            PruneObserver observer,
            Executors executors) {
        ActorRef<EventPublisher.Command> events = watched(
                context,
                resumed(EventPublisher.create(log, observer::warned)),
                "events",
                Queues.counted(Executors.BLOCKING));
        RunVoice voice = new RunVoice(observer, events);
        return new Staff(
                events,
                voice,
                watched(context, CalibrationFeeder.create(executors), "feeder", Queues.counted()),
                watched(context, CompensationActor.create(), "solver", Queues.counted(Executors.SOLVE)),
                watched(
                        context,
                        CheckpointActor.create(saver, voice),
                        "checkpointer",
                        Queues.counted(Executors.BLOCKING)),
                context.spawn(resumed(VitalSigns.create(job, events)), "vital-signs", Executors.BLOCKING));
    }

    private static <T> Behavior<T> resumed(Behavior<T> behavior) {
        return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.resume());
    }

    private static <T> ActorRef<T> watched(ActorContext<?> context, Behavior<T> behavior, String name, Props props) {
        ActorRef<T> child = context.spawn(behavior, name, props);
        context.watch(child);
        return child;
    }

    /** Whether it is the one that records events, without which a run goes on. */
    boolean records(ActorRef<?> who) {
        return is(who, events);
    }

    /** Whether a run cannot go on without it. */
    boolean needs(ActorRef<?> who) {
        return Stream.of(feeder, solver, checkpointer).anyMatch(one -> is(who, one));
    }

    /** References that come with a signal are compared by where they are. */
    static boolean is(ActorRef<?> who, ActorRef<?> one) {
        return who.path().equals(one.path());
    }
}
