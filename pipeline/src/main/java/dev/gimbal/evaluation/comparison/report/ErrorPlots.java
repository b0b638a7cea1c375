package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.TargetError;
import dev.gimbal.evaluation.comparison.findings.Axes;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Place;
import dev.gimbal.evaluation.comparison.format.Numerals;
import dev.gimbal.evaluation.comparison.plot.LinePlot;
import dev.gimbal.evaluation.comparison.plot.PlotAxis;
import dev.gimbal.evaluation.comparison.plot.Point;
import dev.gimbal.evaluation.comparison.plot.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is left of each target's error after compensation, layer by layer, and how far held-out text agrees. */
final class ErrorPlots {
    /** The ratio that the paper's figures are about. */
    private static final double USUAL = 0.2;

    private final Comparison comparison;
    private final Lineup lineup;
    private final String column;

    ErrorPlots(Comparison comparison) {
        this.comparison = comparison;
        boolean ratios = Axes.varies(comparison, Axes.RATIO);
        lineup = Lineup.along(comparison, ratios ? Axes.RATIO : null);
        column = lineup.columns().stream()
                .filter(value ->
                        lineup.rows().stream().anyMatch(row -> lineup.cells().containsKey(new Place(row, value))))
                .min(Comparator.comparingDouble(
                        value -> Math.abs(Numerals.parse(value).orElse(Double.MAX_VALUE) - USUAL)))
                .orElse("");
    }

    List<Block.Drawing> drawings() {
        List<LinePlot> plots = new ArrayList<>();
        List<String> targets = comparison.cells().stream()
                .flatMap(cell -> cell.targets().stream())
                .map(TargetError::target)
                .distinct()
                .toList();
        for (String target : targets) {
            plots.add(byLayer(target, "calibration text", TargetError::fittedAfter));
            plots.add(byLayer(target, "held-out text", TargetError::heldOutAfter));
        }
        plots.add(agreement());
        return plots.stream().filter(LinePlot::shows).map(Block.Drawing::new).toList();
    }

    private LinePlot byLayer(String target, String text, Function<TargetError, @Nullable Double> error) {
        List<Series> all = new ArrayList<>();
        for (List<String> row : lineup.rows()) {
            List<CellResult> cells = lineup.cells().getOrDefault(new Place(row, column), List.of());
            List<Point> points = layers(cells, target, error);
            if (!points.isEmpty()) {
                all.add(new Series(lineup.label(row), points));
            }
        }
        Shown shown = Shown.of(all);
        List<Double> values = shown.series().stream()
                .flatMap(one -> one.points().stream())
                .map(Point::y)
                .toList();
        String heading = lineup.heading(column);
        return new LinePlot(
                "Error of " + target + " on " + text + (heading.isEmpty() ? "" : " at " + heading) + shown.words(),
                "Error after compensation by layer, relative to the target's own output; lower is better.",
                PlotAxis.linear("layer"),
                PlotAxis.fitting("relative error", values),
                shown.series(),
                List.of(),
                true);
    }

    /** The mean over seeds of every layer that has the error. */
    private static List<Point> layers(
            List<CellResult> cells, String target, Function<TargetError, @Nullable Double> error) {
        TreeMap<Integer, List<Double>> layers = new TreeMap<>();
        for (CellResult cell : cells) {
            for (TargetError one : cell.targets()) {
                Double value = error.apply(one);
                if (one.target().equals(target) && value != null) {
                    layers.computeIfAbsent(one.layer() + 1, any -> new ArrayList<>())
                            .add(value);
                }
            }
        }
        return layers.entrySet().stream()
                .map(layer -> new Point(layer.getKey(), mean(layer.getValue())))
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().collect(Collectors.averagingDouble(value -> value));
    }

    /** A point a cell: its mean error on the text that the fit saw, and on text that it did not see. */
    private LinePlot agreement() {
        List<Series> all = new ArrayList<>();
        for (List<String> row : lineup.rows()) {
            List<Point> points = new ArrayList<>();
            for (String value : lineup.columns()) {
                lineup.cells()
                        .getOrDefault(new Place(row, value), List.of())
                        .forEach(cell -> points.addAll(agreement(cell)));
            }
            if (!points.isEmpty()) {
                all.add(new Series(lineup.label(row), points));
            }
        }
        Shown shown = Shown.of(all);
        List<Point> points =
                shown.series().stream().flatMap(one -> one.points().stream()).toList();
        List<Double> values = new ArrayList<>();
        points.forEach(point -> values.addAll(List.of(point.x(), point.y())));
        PlotAxis shape = PlotAxis.fitting("", values);
        return new LinePlot(
                "Fitted and held-out error" + shown.words(),
                "A mark for each pruned model: mean error over all targets after compensation. Far above the line of equal"
                        + " errors, the fit has learnt its text by heart.",
                new PlotAxis("error on calibration text", shape.logarithmic(), List.of()),
                new PlotAxis("error on held-out text", shape.logarithmic(), List.of()),
                shown.series(),
                List.of(new LinePlot.Diagonal("equal errors")),
                false);
    }

    private static List<Point> agreement(CellResult cell) {
        List<TargetError> both = cell.targets().stream()
                .filter(error -> error.heldOutAfter() != null)
                .toList();
        if (both.isEmpty()) {
            return List.of();
        }
        return List.of(new Point(
                mean(both.stream().map(TargetError::fittedAfter).toList()),
                both.stream()
                        .map(TargetError::heldOutAfter)
                        .collect(Collectors.averagingDouble(value -> value == null ? Double.NaN : value))));
    }
}
