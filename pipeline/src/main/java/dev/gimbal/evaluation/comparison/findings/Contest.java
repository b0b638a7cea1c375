package dev.gimbal.evaluation.comparison.findings;

import java.util.List;
import java.util.function.DoubleFunction;

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
    public static Contest lowest(Entries entries, DoubleFunction<String> shown) {
        return of(entries, shown, 1);
    }

    /** The highest mean is best. */
    public static Contest highest(Entries entries, DoubleFunction<String> shown) {
        return of(entries, shown, -1);
    }

    private static Contest of(Entries entries, DoubleFunction<String> shown, int sign) {
        List<List<String>> order = entries.rows().stream()
                .filter(row -> Double.isFinite(entries.mean(row)))
                .sorted((a, b) -> sign * Double.compare(entries.mean(a), entries.mean(b)))
                .toList();
        List<List<String>> tied = order.stream()
                .skip(1)
                .filter(row -> alike(entries.get(row), entries.get(order.get(0)), shown))
                .toList();
        return new Contest(order, tied, entries.rows().size());
    }

    private static boolean alike(Spread one, Spread best, DoubleFunction<String> shown) {
        return one.overlaps(best) || shown.apply(one.mean()).equals(shown.apply(best.mean()));
    }

    /** Whether {@code row} is the best of at least two. */
    public boolean won(List<String> row) {
        return contenders > 1 && !order.isEmpty() && order.get(0).equals(row);
    }
}
