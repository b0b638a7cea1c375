package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.Axis;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a comparison laid out as a table.
 *
 * @param rowKeys axes down the side
 * @param columnKey the axis along the top; null when there is a single column
 * @param rows those that have a cell, or may get one
 * @param columns values along the top, {@code [""]} when there is a single column
 * @param cells what stands in each place, in the order of the grid
 */
public record Lineup(
        List<String> rowKeys,
        @Nullable String columnKey,
        List<List<String>> rows,
        List<String> columns,
        Map<Place, List<CellResult>> cells) {

    /** The axis along the top is {@code ratio} when that varies, else the one with most values that are numbers. */
    public static Lineup of(Comparison comparison) {
        String key = null;
        long most = 1;
        for (Axis axis : Axes.varied(comparison)) {
            long numbers = axis.key().equals(Axes.RATIO) ? Long.MAX_VALUE : Axes.numbers(axis);
            if (numbers > most) {
                key = axis.key();
                most = numbers;
            }
        }
        return along(comparison, key);
    }

    /** @param columnKey an axis that varies, or null for a single column */
    public static Lineup along(Comparison comparison, @Nullable String columnKey) {
        List<Axis> sides = Axes.varied(comparison).stream()
                .filter(axis -> !axis.key().equals(columnKey))
                .toList();
        List<String> keys = sides.stream().map(Axis::key).toList();
        Map<Place, List<CellResult>> cells = new LinkedHashMap<>();
        for (CellResult cell : comparison.cells()) {
            Place place = new Place(
                    keys.stream().map(key -> Axes.value(cell, key)).toList(),
                    columnKey == null ? "" : Axes.value(cell, columnKey));
            cells.computeIfAbsent(place, any -> new ArrayList<>()).add(cell);
        }
        List<List<String>> rows = RowOrder.of(
                sides, cells.keySet().stream().map(Place::row).distinct().toList(), Axes.isProduct(comparison));
        List<String> columns = columnKey == null ? List.of("") : Axes.values(comparison, columnKey);
        return new Lineup(keys, columnKey, rows, columns, cells);
    }

    /**
     * A figure of the cells in one place.
     *
     * @param figure null for a cell that has none
     * @return null when no cell there has one
     */
    public @Nullable Spread spread(Place place, Function<CellResult, @Nullable Double> figure) {
        List<Double> figures = cells.getOrDefault(place, List.of()).stream()
                .map(figure)
                .filter(Objects::nonNull)
                .toList();
        return figures.isEmpty() ? null : Spread.of(figures);
    }

    /** The same for every row that has one, in one column. */
    public Entries column(String column, Function<CellResult, @Nullable Double> figure) {
        Entries entries = new Entries();
        for (List<String> row : rows) {
            Spread spread = spread(new Place(row, column), figure);
            if (spread != null) {
                entries.add(row, spread);
            }
        }
        return entries;
    }

    /** A row in words: {@code ridge, lambda 0.1}. */
    public String label(List<String> row) {
        if (row.isEmpty()) {
            return "the pruned model";
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            boolean speaks = Axes.isMethod(rowKeys.get(i));
            words.add(speaks ? row.get(i) : rowKeys.get(i) + " " + row.get(i));
        }
        return String.join(", ", words);
    }

    /** A column in words: {@code ratio 0.2}; empty for a single one. */
    public String heading(String column) {
        if (columnKey == null) {
            return "";
        }
        return column.equals(Numerals.NONE) ? columnKey + " not set" : columnKey + " " + column;
    }

    /** A place in words. */
    public String words(Place place) {
        return columnKey == null ? label(place.row()) : label(place.row()) + ", " + heading(place.column());
    }
}
