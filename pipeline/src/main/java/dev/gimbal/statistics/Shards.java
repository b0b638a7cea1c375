package dev.gimbal.statistics;

/**
 * The fixed cut of the calibration windows into contiguous, nearly equal ranges. It depends on the number of windows
 * alone, never on workers, so that sums over shards in index order are the same bytes everywhere.
 *
 * @param windows of the calibration set, at least 1
 * @param count shards, each of at least one window
 */
public record Shards(int windows, int count) {
    private static final int MOST = 16;

    public Shards {
        if (count < 1 || count > windows) {
            throw new IllegalArgumentException(count + " shards of " + windows + " windows");
        }
    }

    /** Windows {@code from} to {@code to} (exclusive). */
    public record Range(int from, int to) {
        /** Windows in it. */
        public int length() {
            return to - from;
        }
    }

    /** Sixteen shards, or one a window where those are fewer. */
    public static Shards of(int windows) {
        return new Shards(windows, Math.min(MOST, windows));
    }

    /** The windows of one shard; shards follow one another in order. */
    public Range range(int shard) {
        if (shard < 0 || shard >= count) {
            throw new IndexOutOfBoundsException(shard);
        }
        return new Range(start(shard), start(shard + 1));
    }

    private int start(int shard) {
        return (int) ((long) shard * windows / count);
    }

    /** Whether a shard stays out of every fit: the last of each {@code holdout}; with {@code holdout} 0, none. */
    public boolean heldOut(int shard, int holdout) {
        return holdout > 0 && shard % holdout == holdout - 1;
    }

    /** Windows that {@link #heldOut} keeps out of the fit. */
    public int heldOutWindows(int holdout) {
        int total = 0;
        for (int shard = 0; shard < count; shard++) {
            total += heldOut(shard, holdout) ? range(shard).length() : 0;
        }
        return total;
    }

    /** Whether holding out was asked for and there are too few windows for it: the caller has to tell the user. */
    public boolean tooFewToHoldOut(int holdout) {
        return holdout > count;
    }
}
