package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Usage;
import dev.gimbal.protocol.RunEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** What the run's time goes into. An event has a process's sums; the counters go on over processes. */
final class PartMeters implements RunMeters.Subject {
    /** Parts that have meters. */
    static final int MOST = Usage.MOST;

    private final MeterSet meters;
    private final Map<String, Part> parts = new HashMap<>();
    private Usage usage = new Usage();

    private record Part(Counter counter, Tally seconds) {}

    PartMeters(MeterRegistry registry) {
        meters = new MeterSet(registry);
    }

    @Override
    public void accept(RunEvent event) {
        usage.accept(event);
        if (event.hasRunStarted()) {
            parts.values().forEach(part -> part.seconds().begin());
        }
        if (event.hasWorkMeasured()) {
            usage.parts().forEach(this::measured);
        }
    }

    private void measured(String name, double seconds) {
        if (parts.size() < MOST || parts.containsKey(name)) {
            Part part = parts.computeIfAbsent(
                    name, each -> new Part(meters.counter(GimbalMeter.PART_SECONDS, each), new Tally()));
            part.counter().increment(part.seconds().more(seconds));
        }
    }

    @Override
    public void forget() {
        usage = new Usage();
        parts.values().forEach(part -> part.seconds().begin());
    }

    @Override
    public void close() {
        meters.close();
    }
}
