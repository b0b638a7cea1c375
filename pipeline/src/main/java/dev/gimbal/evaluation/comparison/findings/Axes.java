package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.Axis;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the axes of a comparison are. */
public final class Axes {
    public static final String RATIO = "ratio";
    public static final String WINDOWS = "windows";
    static final String SEED = "seed";

    private Axes() {}

    /** Those that tell cells apart; a seed only repeats them. */
    static List<Axis> varied(Comparison comparison) {
        return comparison.axes().stream()
                .filter(axis -> !axis.key().equals(SEED))
                .filter(axis -> values(comparison, axis.key()).size() > 1)
                .toList();
    }

    public static boolean varies(Comparison comparison, String key) {
        return varied(comparison).stream().anyMatch(axis -> axis.key().equals(key));
    }

    /** What a key is in a cell: varied, shared by all, or not known (a dash). */
    static String value(CellResult cell, String key) {
        return cell.varied().getOrDefault(key, Numerals.NONE);
    }

    /** The values of an axis in its order; behind them, what cells have beside. */
    static List<String> values(Comparison comparison, String key) {
        Set<String> values = new LinkedHashSet<>();
        comparison.axes().stream().filter(axis -> axis.key().equals(key)).forEach(axis -> values.addAll(axis.values()));
        comparison.cells().forEach(cell -> values.add(value(cell, key)));
        return List.copyOf(values);
    }

    static long numbers(Axis axis) {
        return axis.values().stream()
                .filter(value -> Numerals.parse(value).isPresent())
                .count();
    }

    /** Whether a row's value of this key says by itself what it is. */
    static boolean isMethod(String key) {
        return key.equals("method") || key.equals("compensation");
    }

    /** Whether every value of an axis is to meet every value of the others. */
    static boolean isProduct(Comparison comparison) {
        long product = 1;
        for (Axis axis : comparison.axes()) {
            product = Math.min(product * Math.max(1, axis.values().size()), Integer.MAX_VALUE);
        }
        return product == comparison.planned();
    }
}
