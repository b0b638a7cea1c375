package dev.gimbal.evaluation.comparison.findings;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a method is held against: doing nothing, or else the worst of the methods that others publish. */
final class Baseline {
    private static final String NOTHING = "none";
    private static final Set<String> PUBLISHED =
            Set.of("wanda-sp", "wanda-sp-l2", "flap", "bias", "magnitude", "random");

    private Baseline() {}

    /**
     * A row that differs from {@code best} in its method alone.
     *
     * @param entries one column
     * @return null when there is none with a finite figure
     */
    static @Nullable List<String> of(Lineup lineup, Entries entries, List<String> best) {
        int method = methodOf(lineup);
        if (method < 0) {
            return null;
        }
        List<List<String>> like = entries.rows().stream()
                .filter(row -> Double.isFinite(entries.mean(row)))
                .filter(row -> differsOnlyAt(method, row, best))
                .toList();
        return like.stream()
                .filter(row -> row.get(method).equals(NOTHING))
                .findFirst()
                .or(() -> like.stream()
                        .filter(row -> PUBLISHED.contains(row.get(method)))
                        .max(Comparator.comparingDouble(row -> entries.mean(row))))
                .orElse(null);
    }

    private static int methodOf(Lineup lineup) {
        for (int i = 0; i < lineup.rowKeys().size(); i++) {
            if (Axes.isMethod(lineup.rowKeys().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean differsOnlyAt(int place, List<String> row, List<String> other) {
        for (int i = 0; i < row.size(); i++) {
            if (i != place && !row.get(i).equals(other.get(i))) {
                return false;
            }
        }
        return !row.get(place).equals(other.get(place));
    }
}
