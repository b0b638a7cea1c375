package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.Axis;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a comparison that one plot of its layers has room for: what is compared varies, all else is held still.
 *
 * @param lines cells of each line, seeds together, in the order of the axis that tells lines apart
 * @param held in words, what is held still: {@code ratio 0.2, windows 128}; empty when nothing is
 * @param all every cell, by the same lines
 */
public record Focus(Map<String, List<CellResult>> lines, String held, Map<String, List<CellResult>> all) {
    /** The paper's figures are about these. */
    private static final Map<String, Double> USUAL = Map.of(Axes.RATIO, 0.2, Axes.WINDOWS, 128.0);

    /**
     * Methods side by side; where there is one method, values of the first other axis. Ratio and windows are held at what
     * was measured nearest the paper's, other axes at their first value.
     */
    public static Focus of(Comparison comparison) {
        List<Axis> varied = Axes.varied(comparison);
        String key = varied.stream()
                .map(Axis::key)
                .filter(one -> !one.equals(Axes.RATIO))
                .min(Comparator.comparing(one -> !Axes.isMethod(one)))
                .orElse("");
        List<CellResult> cells = comparison.cells();
        List<String> held = new ArrayList<>();
        for (Axis axis : varied) {
            if (!axis.key().equals(key) && !cells.isEmpty()) {
                String value = value(axis, cells);
                cells = cells.stream()
                        .filter(cell -> Axes.value(cell, axis.key()).equals(value))
                        .toList();
                held.add(axis.key() + " " + value);
            }
        }
        return new Focus(
                lines(comparison, key, cells), String.join(", ", held), lines(comparison, key, comparison.cells()));
    }

    private static String value(Axis axis, List<CellResult> cells) {
        List<String> measured = axis.values().stream()
                .filter(value -> cells.stream()
                        .anyMatch(cell -> Axes.value(cell, axis.key()).equals(value)))
                .toList();
        Double usual = USUAL.get(axis.key());
        String first = measured.isEmpty() ? Axes.value(cells.get(0), axis.key()) : measured.get(0);
        return usual == null
                ? first
                : measured.stream()
                        .min(Comparator.comparingDouble(
                                value -> Math.abs(Numerals.parse(value).orElse(Double.MAX_VALUE) - usual)))
                        .orElse(first);
    }

    private static Map<String, List<CellResult>> lines(Comparison comparison, String key, List<CellResult> cells) {
        Map<String, List<CellResult>> lines = new LinkedHashMap<>();
        for (String value : key.isEmpty() ? List.of("") : Axes.values(comparison, key)) {
            List<CellResult> line = cells.stream()
                    .filter(cell -> key.isEmpty() || Axes.value(cell, key).equals(value))
                    .toList();
            if (!line.isEmpty()) {
                lines.put(name(key, value), line);
            }
        }
        return lines;
    }

    private static String name(String key, String value) {
        if (key.isEmpty()) {
            return "the pruned model";
        }
        return Axes.isMethod(key) ? value : key + " " + value;
    }
}
