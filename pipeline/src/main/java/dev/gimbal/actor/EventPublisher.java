package dev.gimbal.actor;

import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.protocol.RunEvent;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Turns what the others tell into numbered events in the run's event file, and for who listens. Nothing that a run decides
 * depends on them: a disk that refuses is told once, and the run goes on without the file.
 */
final class EventPublisher {
    private EventPublisher() {}

    /** What it is told. */
    sealed interface Command {}

    /** Something happened; time, number and run are set here. */
    record Publish(RunEvent.Builder event) implements Command {}

    /** The last that is told: {@code then} runs when it is written, or cannot be. What comes later is not written. */
    record PublishLast(RunEvent.Builder event, Runnable then) implements Command {}

    /**
     * Makes the publisher.
     *
     * @param complaint is told, once, when events cannot be written
     */
    static Behavior<Command> create(EventLog log, Consumer<String> complaint) {
        return writing(log, complaint);
    }

    private static Behavior<Command> writing(EventLog log, Consumer<String> complaint) {
        return Behaviors.receive(Command.class)
                .onMessage(Publish.class, publish -> write(log, complaint, publish.event()))
                .onMessage(PublishLast.class, last -> {
                    try {
                        write(log, complaint, last.event());
                        return silent(log);
                    } finally {
                        last.then().run();
                    }
                })
                .onSignal(PostStop.class, signal -> close(log))
                .build();
    }

    private static Behavior<Command> write(EventLog log, Consumer<String> complaint, RunEvent.Builder event) {
        event.setTimeUnixMs(System.currentTimeMillis());
        try {
            log.append(event);
            return Behaviors.same();
        } catch (RuntimeException e) {
            log.tell(event);
            complaint.accept("Events are no longer recorded (" + e.getMessage() + ").");
            return telling(log);
        }
    }

    /** The file has an end, but who listens hears on. */
    private static Behavior<Command> telling(EventLog log) {
        return Behaviors.receive(Command.class)
                .onMessage(Publish.class, publish -> {
                    log.tell(publish.event().setTimeUnixMs(System.currentTimeMillis()));
                    return Behaviors.same();
                })
                .onMessage(PublishLast.class, last -> {
                    log.tell(last.event().setTimeUnixMs(System.currentTimeMillis()));
                    last.then().run();
                    return silent(log);
                })
                .onSignal(PostStop.class, signal -> close(log))
                .build();
    }

    /** The last event is told. */
    private static Behavior<Command> silent(EventLog log) {
        return Behaviors.receive(Command.class)
                .onMessage(Publish.class, publish -> Behaviors.same())
                .onMessage(PublishLast.class, last -> {
                    last.then().run();
                    return Behaviors.same();
                })
                .onSignal(PostStop.class, signal -> close(log))
                .build();
    }

    private static Behavior<Command> close(EventLog log) {
        try {
            log.close();
        } catch (RuntimeException e) {
            // It was not written to in vain: every event is the system's as soon as it is appended.
        }
        return Behaviors.same();
    }
}
