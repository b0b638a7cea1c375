package dev.gimbal.selection;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which of some scored things stay: the lowest scores drop, of equal scores the higher index first. */
final class Ranking {
    private Ranking() {}

    /** All indices, the first to drop first. */
    static int[] dropOrder(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i]).thenComparing(Comparator.reverseOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The indices that stay when {@code dropped} go, ascending. */
    static int[] kept(double[] scores, int dropped) {
        int[] kept = Arrays.copyOfRange(dropOrder(scores), dropped, scores.length);
        Arrays.sort(kept);
        return kept;
    }
}
