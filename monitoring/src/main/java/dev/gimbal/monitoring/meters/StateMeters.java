package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Bounds;
import dev.gimbal.monitoring.state.Lifetime;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is run, since when, and whether it goes on. */
final class StateMeters implements RunMeters.Subject {
    private final MeterSet meters;
    private final Counter warnings;
    private Lifetime lifetime = new Lifetime();
    private volatile Now now = new Now("starting", null, null, 0, true);

    /** What the lifetime said last: scrapes read it on threads of their own. */
    private record Now(
            String state, @Nullable Long first, @Nullable Long last, double processSeconds, boolean live) {}

    StateMeters(MeterRegistry registry, Clock clock) {
        meters = new MeterSet(registry);
        for (String state : Lifetime.STATES) {
            meters.gauge(GimbalMeter.RUN_STATE, () -> now.state().equals(state) ? 1 : 0, state);
        }
        meters.gauge(GimbalMeter.RUN_STARTED, () -> seconds(now.first()));
        meters.gauge(GimbalMeter.LAST_EVENT, () -> seconds(now.last()));
        meters.gauge(GimbalMeter.RUN_SECONDS, () -> worked(now, clock.millis()));
        warnings = meters.counter(GimbalMeter.WARNINGS);
    }

    private static double seconds(@Nullable Long time) {
        return time == null ? Double.NaN : time / 1000.0;
    }

    private static double worked(Now now, long time) {
        Long last = now.last();
        return last == null ? Double.NaN : now.processSeconds() + (now.live() ? Math.max(0, time - last) / 1000.0 : 0);
    }

    @Override
    public void accept(RunEvent event) {
        lifetime.accept(event);
        if (event.hasRunStarted()) {
            info(event.getRunStarted());
        }
        if (event.hasWarningRaised()) {
            warnings.increment();
        }
        tell();
    }

    private void info(RunStarted event) {
        meters.forget(GimbalMeter.RUN_INFO);
        meters.set(
                GimbalMeter.RUN_INFO,
                1,
                Bounds.text(event.getModel()),
                Bounds.text(event.getCompensation()),
                Bounds.text(event.getSchedule()),
                Bounds.text(event.getBackend()),
                Bounds.text(event.getProgramVersion()));
    }

    private void tell() {
        now = new Now(
                lifetime.state(),
                lifetime.firstTime(),
                lifetime.lastTime(),
                lifetime.processSeconds(),
                lifetime.isLive());
    }

    void abandoned(Instant at) {
        lifetime.abandoned(at);
        tell();
    }

    /** Whether anybody works on the run; any thread may ask. */
    boolean isLive() {
        return now.live();
    }

    @Override
    public void forget() {
        lifetime = new Lifetime();
        meters.forget(GimbalMeter.RUN_INFO);
        tell();
    }

    @Override
    public void close() {
        meters.close();
    }
}
