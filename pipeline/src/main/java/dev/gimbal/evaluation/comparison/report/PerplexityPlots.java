package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.findings.Axes;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Place;
import dev.gimbal.evaluation.comparison.findings.Spread;
import dev.gimbal.evaluation.comparison.format.Numerals;
import dev.gimbal.evaluation.comparison.plot.LinePlot;
import dev.gimbal.evaluation.comparison.plot.PlotAxis;
import dev.gimbal.evaluation.comparison.plot.Point;
import dev.gimbal.evaluation.comparison.plot.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Perplexity by how much is pruned, and by how much text there is to calibrate on. */
final class PerplexityPlots {
    private PerplexityPlots() {}

    /** None, one or both, as axes vary. */
    static List<Block.Drawing> of(Comparison comparison) {
        return Stream.of(
                        plot(comparison, Axes.RATIO, "pruning ratio", "share of what can be pruned"),
                        plot(comparison, Axes.WINDOWS, "calibration size", "calibration windows"))
                .flatMap(List::stream)
                .filter(LinePlot::shows)
                .map(Block.Drawing::new)
                .toList();
    }

    private static List<LinePlot> plot(Comparison comparison, String key, String by, String unit) {
        if (!Axes.varies(comparison, key)) {
            return List.of();
        }
        Lineup lineup = Lineup.along(comparison, key);
        List<Series> all = new ArrayList<>();
        for (List<String> row : lineup.rows()) {
            Series series = new Series(lineup.label(row), points(lineup, row));
            if (series.points().stream().anyMatch(point -> Double.isFinite(point.y()))) {
                all.add(series);
            }
        }
        Shown shown = Shown.of(all);
        PerplexityScore dense = comparison.dense().perplexity();
        List<LinePlot.Guide> guides =
                dense == null ? List.of() : List.of(new LinePlot.Level("dense", dense.perplexity()));
        List<Double> values = new ArrayList<>(shown.series().stream()
                .flatMap(one -> one.points().stream())
                .map(Point::y)
                .toList());
        if (dense != null) {
            values.add(dense.perplexity());
        }
        return List.of(new LinePlot(
                "Perplexity by " + by + shown.words(),
                "A line for each way of pruning; lower is better.",
                across(key, unit, shown.series()),
                PlotAxis.fitting("perplexity", values),
                shown.series(),
                guides,
                true));
    }

    /** Calibration sizes double, so theirs is logarithmic and marked where they are. */
    private static PlotAxis across(String key, String unit, List<Series> series) {
        List<Double> values = series.stream()
                .flatMap(one -> one.points().stream())
                .map(Point::x)
                .distinct()
                .sorted()
                .toList();
        boolean positive = values.stream().allMatch(value -> value > 0);
        return key.equals(Axes.WINDOWS) && positive ? new PlotAxis(unit, true, values) : PlotAxis.linear(unit);
    }

    private static List<Point> points(Lineup lineup, List<String> row) {
        List<Point> points = new ArrayList<>();
        for (String column : lineup.columns()) {
            OptionalDouble x = Numerals.parse(column);
            Spread spread = lineup.spread(new Place(row, column), PerplexityTable::perplexity);
            if (x.isPresent() && spread != null) {
                points.add(new Point(x.getAsDouble(), spread.mean()));
            }
        }
        points.sort(Comparator.comparingDouble(Point::x));
        return points;
    }
}
