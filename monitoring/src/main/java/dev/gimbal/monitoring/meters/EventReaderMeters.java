package dev.gimbal.monitoring.meters;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** Readers of the event stream. Any thread may tell. */
public final class EventReaderMeters implements AutoCloseable {
    private final AtomicLong reading = new AtomicLong();
    private final MeterSet meters;
    private final Counter dropped;

    /** Makes the meters. */
    public EventReaderMeters(MeterRegistry registry) {
        meters = new MeterSet(registry);
        meters.gauge(GimbalMeter.EVENT_READERS, reading::get);
        dropped = meters.counter(GimbalMeter.EVENT_READERS_DROPPED);
    }

    /** One has begun to read. */
    public void opened() {
        reading.incrementAndGet();
    }

    /** One has gone, whoever cut it off. */
    public void closed() {
        reading.decrementAndGet();
    }

    /** One was too slow and is cut off; {@link #closed} is told besides. */
    public void dropped() {
        dropped.increment();
    }

    /** Takes the meters out of the registry. */
    @Override
    public void close() {
        meters.close();
    }
}
