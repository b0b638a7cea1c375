package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.plot.Point;
import dev.gimbal.evaluation.comparison.plot.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The lines that a plot has room for.
 *
 * @param left how many were left out
 */
record Shown(List<Series> series, int left) {
    /** So many can be told apart. */
    private static final int MOST = 8;

    /** All of them, or those with the lowest values on average, in the order given. */
    static Shown of(List<Series> all) {
        Set<Series> lowest = all.stream()
                .sorted(Comparator.comparingDouble(Shown::height))
                .limit(MOST)
                .collect(Collectors.toSet());
        List<Series> series = all.stream().filter(lowest::contains).limit(MOST).toList();
        return new Shown(series, all.size() - series.size());
    }

    private static double height(Series series) {
        return series.points().stream()
                .mapToDouble(Point::y)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** What to add to a title. */
    String words() {
        return left == 0 ? "" : " (the lowest " + series.size() + " of " + (series.size() + left) + ")";
    }
}
