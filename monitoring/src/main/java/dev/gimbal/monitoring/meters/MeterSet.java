package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Bounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One subject's meters in a registry. Whoever uses it takes care that one thread at a time does; the registry may be read by
 * others meanwhile.
 */
final class MeterSet implements AutoCloseable {
    private final MeterRegistry registry;
    private final List<Meter> fixed = new ArrayList<>();
    private final Map<Key, Held> held = new HashMap<>();

    MeterSet(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(GimbalMeter meter, List<String> values) {}

    /** A gauge that shows what it was last set to. */
    private static final class Held {
        private volatile double value;
        private final Gauge gauge;

        Held(MeterRegistry registry, GimbalMeter meter, String... values) {
            this.gauge = MeterSet.gauge(registry, meter, () -> value, values);
        }
    }

    private static Gauge gauge(MeterRegistry registry, GimbalMeter meter, Supplier<Number> figure, String... values) {
        return Gauge.builder(meter.dotted(), figure)
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, values))
                .register(registry);
    }

    private static Tags tags(GimbalMeter meter, String... values) {
        if (values.length != meter.tags().size()) {
            throw new IllegalArgumentException(meter + " has " + meter.tags().size() + " tags");
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(meter.tags().get(i).key(), values[i]);
        }
        return tags;
    }

    /** A gauge whose figure is asked for whenever it is read, on any thread. */
    void gauge(GimbalMeter meter, Supplier<Number> figure, String... values) {
        fixed.add(gauge(registry, meter, figure, values));
    }

    /** @param values of the tags, in their order */
    Counter counter(GimbalMeter meter, String... values) {
        Counter counter = Counter.builder(meter.dotted())
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, values))
                .register(registry);
        fixed.add(counter);
        return counter;
    }

    /** @param values of the tags, in their order */
    Timer timer(GimbalMeter meter, String... values) {
        Timer timer = Timer.builder(meter.dotted())
                .description(meter.description())
                .tags(tags(meter, values))
                .register(registry);
        fixed.add(timer);
        return timer;
    }

    /** A timer adds up nanoseconds in 63 bits: thousands of what is recorded at most, 11 days, fit in. */
    static void record(Timer timer, double seconds) {
        timer.record(Math.round(1e9 * Math.min(1e6, Bounds.seconds(seconds))), TimeUnit.NANOSECONDS);
    }

    /** Sets a gauge, which is there from then on. */
    void set(GimbalMeter meter, double value, String... values) {
        held.computeIfAbsent(new Key(meter, List.of(values)), key -> new Held(registry, meter, values)).value = value;
    }

    /** Takes away what was set. */
    void forget(GimbalMeter meter) {
        Iterator<Map.Entry<Key, Held>> each = held.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Key, Held> one = each.next();
            if (one.getKey().meter() == meter) {
                registry.remove(one.getValue().gauge);
                each.remove();
            }
        }
    }

    @Override
    public void close() {
        fixed.forEach(registry::remove);
        held.values().forEach(each -> registry.remove(each.gauge));
        fixed.clear();
        held.clear();
    }
}
