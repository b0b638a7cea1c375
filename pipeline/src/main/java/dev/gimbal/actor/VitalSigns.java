package dev.gimbal.actor;

import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.protocol.MemoryUsed;
import dev.gimbal.protocol.PartTime;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.WorkMeasured;
import dev.gimbal.tensor.ResidentSet;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** Tells, again and again, what memory a run uses, what its time goes into and how much waits. */
final class VitalSigns {
    /** Two events of about a hundred bytes each time: less than a megabyte an hour. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final PruneJob job;
    private final Queues queues;
    private final ActorRef<EventPublisher.Command> events;
    private @Nullable HiddenStore hidden;

    private VitalSigns(PruneJob job, Queues queues, ActorRef<EventPublisher.Command> events) {
        this.job = job;
        this.queues = queues;
        this.events = events;
    }

    /** What it is told. */
    sealed interface Command {}

    /** Tell from now on. */
    record Start() implements Command {}

    /** The hidden states that are in use from now on. */
    record Watch(HiddenStore hidden) implements Command {}

    private enum Tick implements Command {
        TICK
    }

    static Behavior<Command> create(PruneJob job, ActorRef<EventPublisher.Command> events) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new VitalSigns(job, Queues.of(context.getSystem()), events).behavior(timers)));
    }

    private Behavior<Command> behavior(TimerScheduler<Command> timers) {
        return Behaviors.receive(Command.class)
                .onMessage(Start.class, start -> {
                    timers.startTimerWithFixedDelay(Tick.TICK, Duration.ZERO, INTERVAL);
                    return Behaviors.same();
                })
                .onMessage(Watch.class, watch -> {
                    hidden = watch.hidden();
                    return Behaviors.same();
                })
                .onMessage(Tick.class, tick -> {
                    publish(memory());
                    publish(work());
                    return Behaviors.same();
                })
                .build();
    }

    private void publish(RunEvent.Builder event) {
        events.tell(new EventPublisher.Publish(event));
    }

    private RunEvent.Builder memory() {
        HiddenStore store = hidden;
        Long budget = job.settings().memory().budget();
        long used = job.backend().usedBytes();
        long device = Math.min(used, job.backend().deviceBytes()); // asked one after the other, while others work
        return RunEvent.newBuilder()
                .setMemoryUsed(MemoryUsed.newBuilder()
                        .setResidentBytes(ResidentSet.bytes())
                        .setHeapBytes(ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getUsed())
                        .setOffHeapBytes(used - device)
                        .setDeviceBytes(device)
                        .setHiddenStoreBytes(store == null ? 0 : store.bytes())
                        .setBudgetBytes(budget == null ? 0 : budget));
    }

    private RunEvent.Builder work() {
        WorkMeasured.Builder work = WorkMeasured.newBuilder().addAllQueues(queues.depths());
        job.times()
                .seconds()
                .forEach((part, seconds) ->
                        work.addParts(PartTime.newBuilder().setPart(part).setSeconds(seconds)));
        return RunEvent.newBuilder().setWorkMeasured(work);
    }
}
