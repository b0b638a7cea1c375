package dev.gimbal.engine;

import dev.gimbal.config.BackendSettings;
import dev.gimbal.config.Location;
import dev.gimbal.evaluation.Perplexity;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How fast two models are, one beside the other: both take the same tokens in turn, and what counts is the median of the
 * pairs, since other programs slow down both alike or one pair alone.
 */
public final class SpeedRun {
    private static final int WINDOWS = 8;
    private static final int SEQ = 128;

    /** Enough for a median. */
    private static final int MOST_PAIRS = 5;

    /** Where a pair takes long, fewer will do: what disturbs it averages out. */
    private static final double SECONDS = 15;

    private SpeedRun() {}

    /**
     * Tokens a second of both, weights read included.
     *
     * @param ratio the second's over the first's, the median over pairs
     */
    public record Speeds(double first, double second, double ratio, int pairs) {}

    private record Pair(double first, double second) {
        double ratio() {
            return second / first;
        }
    }

    /**
     * Measures; both models have the same vocabulary.
     *
     * @param observer is told of tokens that have gone through a layer
     */
    public static Speeds of(Location first, Location second, BackendSettings settings, PruneObserver observer) {
        try (Session one = Session.open(first, settings);
                Session other = one.beside(second)) {
            int[][] windows = windows(one);
            List<Pair> pairs = new ArrayList<>();
            long start = System.nanoTime();
            do {
                pairs.add(new Pair(rate(one, windows, observer), rate(other, windows, observer)));
            } while (pairs.size() <= MOST_PAIRS && (System.nanoTime() - start) * 1e-9 < SECONDS);
            // The first reads files that nothing has read yet and runs code that is not compiled yet.
            List<Pair> counted = pairs.size() == 1 ? pairs : pairs.subList(1, pairs.size());
            return new Speeds(
                    median(counted, Pair::first),
                    median(counted, Pair::second),
                    median(counted, Pair::ratio),
                    counted.size());
        }
    }

    /** Any tokens will do. */
    private static int[][] windows(Session session) {
        SplittableRandom random = new SplittableRandom(0);
        int seq = Math.min(SEQ, session.folder().config().maxPositions());
        int[][] windows = new int[WINDOWS][];
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] =
                    random.ints(seq, 0, session.folder().config().vocabulary()).toArray();
        }
        return windows;
    }

    private static double rate(Session session, int[][] windows, PruneObserver observer) {
        return new Perplexity(session.backend(), session.model(), session.usualRows())
                .measure(windows, observer::tokensDone)
                .rate();
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
        double[] sorted = pairs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
