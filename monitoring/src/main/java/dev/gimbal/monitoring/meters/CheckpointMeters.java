package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Bounds;
import dev.gimbal.protocol.RunEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is safe on disk. */
final class CheckpointMeters implements RunMeters.Subject {
    private final MeterSet meters;
    private final Timer commits;
    private volatile @Nullable Last last;

    private record Last(long generation, long bytes, long time) {}

    CheckpointMeters(MeterRegistry registry, Clock clock) {
        meters = new MeterSet(registry);
        commits = meters.timer(GimbalMeter.CHECKPOINT);
        meters.gauge(GimbalMeter.CHECKPOINT_GENERATION, () -> figure(Last::generation));
        meters.gauge(GimbalMeter.CHECKPOINT_SIZE, () -> figure(Last::bytes));
        meters.gauge(GimbalMeter.CHECKPOINT_TIMESTAMP, () -> figure(each -> each.time() / 1000.0));
        meters.gauge(
                GimbalMeter.CHECKPOINT_AGE, () -> figure(each -> Math.max(0, clock.millis() - each.time()) / 1000.0));
    }

    private double figure(ToDoubleFunction<Last> figure) {
        Last now = last;
        return now == null ? Double.NaN : figure.applyAsDouble(now);
    }

    @Override
    public void accept(RunEvent event) {
        if (event.hasCheckpointCommitted()) {
            var commit = event.getCheckpointCommitted();
            MeterSet.record(commits, commit.getSeconds());
            last = new Last(Bounds.count(commit.getGeneration()), Bounds.count(commit.getBytes()), Bounds.time(event));
        }
    }

    @Override
    public void forget() {
        last = null;
    }

    @Override
    public void close() {
        meters.close();
    }
}
