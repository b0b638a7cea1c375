package dev.gimbal.actor;

/** When hidden states and statistics were stored last. By the time that passes, not by the clock on the wall. */
final class CheckpointClock {
    private final long interval;
    private long last = System.nanoTime();

    /** @param seconds that may pass between two full checkpoints */
    CheckpointClock(double seconds) {
        this.interval = (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0);
    }

    synchronized boolean isDue() {
        return System.nanoTime() - last >= interval;
    }

    synchronized void reset() {
        last = System.nanoTime();
    }
}
