package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.format.Numerals;
import dev.gimbal.evaluation.comparison.plot.LinePlot;
import dev.gimbal.evaluation.comparison.plot.Point;
import dev.gimbal.evaluation.comparison.plot.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The numbers behind a plot, for those who cannot see it or want them exactly. */
final class PlotNumbers {
    private PlotNumbers() {}

    static Block.Table of(LinePlot plot) {
        return plot.joined() ? lines(plot) : marks(plot);
    }

    /** A row for each place of x, a column for each line. */
    private static Block.Table lines(LinePlot plot) {
        TreeMap<Double, List<Block.Figure>> rows = new TreeMap<>();
        plot.series().forEach(one -> one.points().forEach(point -> rows.put(point.x(), new ArrayList<>())));
        rows.forEach(
                (x, figures) -> plot.series().forEach(one -> figures.add(new Block.Figure(at(one, x), Mark.PLAIN))));
        return new Block.Table(
                plot.y().title(),
                List.of(plot.x().title()),
                plot.series().stream().map(Series::name).toList(),
                rows.entrySet().stream()
                        .map(row -> new Block.Row(List.of(Numerals.plain(row.getKey())), row.getValue()))
                        .toList(),
                List.of());
    }

    private static String at(Series series, double x) {
        return series.points().stream()
                .filter(point -> point.x() == x)
                .map(point -> Numerals.significant(point.y()))
                .findFirst()
                .orElse(Numerals.NONE);
    }

    private static Block.Table marks(LinePlot plot) {
        List<Block.Row> rows = new ArrayList<>();
        for (Series series : plot.series()) {
            for (Point point : series.points()) {
                rows.add(Block.Row.plain(
                        List.of(series.name()), Numerals.significant(point.x()), Numerals.significant(point.y())));
            }
        }
        return new Block.Table(
                plot.title(),
                List.of("model"),
                List.of(plot.x().title(), plot.y().title()),
                rows,
                List.of());
    }
}
