package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.EventOrder;
import dev.gimbal.protocol.RunEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * All meters of a run and of the Java virtual machine that they are in. Any thread may tell events; scrapes wait for none.
 *
 * <p>What is not known is NaN, by Prometheus's habit, so that names are there from the beginning; only what has a model, a
 * unit, a part or a queue is absent until it is told of. Counters never fall while the process lives. They count all events
 * that they are told, those of earlier processes too.
 */
public final class RunMeters implements AutoCloseable {
    private final EventOrder order = new EventOrder();
    private final StateMeters state;
    private final List<Subject> subjects;
    private final JvmMeters jvm;

    /** The meters of one subject. */
    interface Subject extends AutoCloseable {
        /** The next event of the run. */
        void accept(RunEvent event);

        /** Another run begins. Counters go on. */
        void forget();

        /** Takes the meters out of the registry. */
        @Override
        void close();
    }

    /** Makes the meters. */
    public RunMeters(MeterRegistry registry) {
        this(registry, Clock.systemUTC());
    }

    RunMeters(MeterRegistry registry, Clock clock) {
        jvm = new JvmMeters(registry); // first, since a registry with meters takes no filter
        state = new StateMeters(registry, clock);
        subjects = List.of(
                state,
                new ProgressMeters(registry, state::isLive),
                new CompensationMeters(registry),
                new MemoryMeters(registry),
                new CheckpointMeters(registry, clock),
                new PartMeters(registry),
                new QueueMeters(registry));
    }

    /**
     * The next event. One whose id is not above the last one's is ignored; one of another run begins anew, but counters go
     * on.
     */
    public synchronized void accept(RunEvent event) {
        EventOrder.Place place = order.take(event);
        if (place == EventOrder.Place.STALE) {
            return;
        }
        if (place == EventOrder.Place.OTHER_RUN) {
            subjects.forEach(Subject::forget);
        }
        subjects.forEach(subject -> subject.accept(event));
    }

    /**
     * Nobody works on the run any more: one that had not ended is {@code interrupted}, until something happens after that.
     *
     * @param at when that was found
     */
    public synchronized void abandoned(Instant at) {
        state.abandoned(at);
    }

    /** Takes the run's meters out of the registry. Those of the virtual machine stay in it. */
    @Override
    public synchronized void close() {
        subjects.forEach(Subject::close);
        jvm.close();
    }
}
