package dev.gimbal.actor;

import dev.gimbal.engine.PruneObserver;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Stops a run once so many tokens have gone through its passes. */
public final class StopAfter implements PruneObserver {
    private final AtomicReference<Pipeline> pipeline = new AtomicReference<>();
    private final AtomicLong left;

    public StopAfter(long tokens) {
        this.left = new AtomicLong(tokens);
    }

    /** The run that is stopped, which tells this how far it is. */
    public void stops(Pipeline run) {
        pipeline.set(run);
    }

    @Override
    public void tokensDone(long tokens) {
        if (left.addAndGet(-tokens) < 0) {
            Objects.requireNonNull(pipeline.get()).stop("a test");
        }
    }
}
