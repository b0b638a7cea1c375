package dev.gimbal.evaluation.comparison.findings;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * Who is best in one column.
 *
 * @param order those with a finite mean, the best first
 * @param tied those that are no worse than the best as far as can be told, in the same order, without the best itself
 * @param contenders how many were measured, finite or not
 */
public record Contest(List<List<String>> order, List<List<String>> tied, int contenders) {
    /**
     * The lowest mean is best.
     *
     * @param shown how a figure is printed: what is printed alike counts as equal
     */
    public static Contest lowest(Map<List<String>, Spread> entries, DoubleFunction<String> shown) {
        return of(entries, shown, 1);
    }

    /** The highest mean is best. */
    public static Contest highest(Map<List<String>, Spread> entries, DoubleFunction<String> shown) {
        return of(entries, shown, -1);
    }

    private static Contest of(Map<List<String>, Spread> entries, DoubleFunction<String> shown, int sign) {
        List<List<String>> order = entries.entrySet().stream()
                .filter(entry -> Double.isFinite(entry.getValue().mean()))
                .sorted((a, b) ->
                        sign * Double.compare(a.getValue().mean(), b.getValue().mean()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableList());
        if (order.isEmpty()) {
            return new Contest(order, List.of(), entries.size());
        }
        Spread best = entries.get(order.get(0));
        List<List<String>> tied = order.stream()
                .skip(1)
                .filter(row -> alike(entries.get(row), best, shown))
                .toList();
        return new Contest(order, tied, entries.size());
    }

    private static boolean alike(Spread one, Spread best, DoubleFunction<String> shown) {
        return one.overlaps(best) || shown.apply(one.mean()).equals(shown.apply(best.mean()));
    }

    /** Whether {@code row} is the best of at least two. */
    public boolean won(List<String> row) {
        return contenders > 1 && !order.isEmpty() && order.get(0).equals(row);
    }
}
