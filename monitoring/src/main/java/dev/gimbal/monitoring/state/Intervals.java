package dev.gimbal.monitoring.state;

import org.jspecify.annotations.Nullable;

/** What went through a stage between two of its reports. */
final class Intervals {
    private boolean counting;
    private long tokens;
    private long time;

    /** Tokens that took so many milliseconds, above 0. */
    record Interval(long tokens, long milliseconds) {
        double tokensPerSecond() {
            return 1000.0 * tokens / milliseconds;
        }
    }

    /** A stage begins. */
    void begin(long unixMs) {
        counting = true;
        tokens = 0;
        time = unixMs;
    }

    /** No stage goes on. */
    void end() {
        counting = false;
    }

    /**
     * The stage has come so far.
     *
     * @return null where nothing has gone through, no time has passed (the next one counts it), or the clock was set back
     */
    @Nullable
    Interval advance(long count, long unixMs) {
        long passed = unixMs - time;
        long more = count - tokens;
        if (!counting || passed == 0) {
            return null;
        }
        tokens = count;
        time = unixMs;
        return passed < 0 || more <= 0 ? null : new Interval(more, passed);
    }
}
