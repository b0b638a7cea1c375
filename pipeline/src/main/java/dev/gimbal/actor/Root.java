package dev.gimbal.actor;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** What an actor system starts with, so that it can start before the run is known. */
final class Root {
    private Root() {}

    /** What it is told. */
    sealed interface Command {}

    /** Start the run. */
    record Start(Behavior<RunSupervisor.Command> supervisor) implements Command {}

    /** Ask the run to save what it has and to end. */
    record Stop(String reason) implements Command {}

    static Behavior<Command> create() {
        return Behaviors.setup(context -> Behaviors.receive(Command.class)
                .onMessage(Start.class, start -> running(context.spawn(start.supervisor(), "run", Queues.counted())))
                .build());
    }

    private static Behavior<Command> running(ActorRef<RunSupervisor.Command> run) {
        return Behaviors.receive(Command.class)
                .onMessage(Stop.class, stop -> {
                    run.tell(new RunSupervisor.Stop(stop.reason()));
                    return Behaviors.same();
                })
                .build();
    }
}
