package dev.gimbal.monitoring.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What happened from one moment until the next point. */
final class SeriesPoint {
    static final int RESIDENT = 0;
    static final int HEAP = 1;
    static final int OFF_HEAP = 2;
    static final int HIDDEN_STORE = 3;
    static final int DEVICE = 4;

    private static final long UNKNOWN = -1;

    private final long start;
    private final long[] most = {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};
    private double tokens;
    private long milliseconds;

    SeriesPoint(long start) {
        this.start = start;
    }

    /** Milliseconds since 1970. */
    long start() {
        return start;
    }

    void work(Intervals.Interval interval) {
        tokens += interval.tokens();
        milliseconds += interval.milliseconds();
    }

    void most(int area, long unsignedBytes) {
        most[area] = Math.max(most[area], Bounds.count(unsignedBytes));
    }

    /** What happened in another point happened in this one. */
    void add(SeriesPoint other) {
        tokens += other.tokens;
        milliseconds += other.milliseconds;
        Arrays.setAll(most, area -> Math.max(most[area], other.most[area]));
    }

    /** Null where nothing went through. */
    @Nullable
    Double tokensPerSecond() {
        return milliseconds == 0 ? null : (Double) (1000 * tokens / milliseconds);
    }

    /** Bytes; null where they were not told. */
    @Nullable
    Long most(int area) {
        return most[area] == UNKNOWN ? null : (Long) most[area];
    }
}
