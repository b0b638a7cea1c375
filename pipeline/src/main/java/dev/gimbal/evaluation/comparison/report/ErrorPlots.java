package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.TargetError;
import dev.gimbal.evaluation.comparison.findings.Focus;
import dev.gimbal.evaluation.comparison.plot.LinePlot;
import dev.gimbal.evaluation.comparison.plot.PlotAxis;
import dev.gimbal.evaluation.comparison.plot.Point;
import dev.gimbal.evaluation.comparison.plot.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is left of each target's error after compensation, layer by layer. */
final class ErrorPlots {
    private ErrorPlots() {}

    /** Two a target, or one where nothing is held out; none where cells have no errors. */
    static List<Block.Drawing> of(Comparison comparison) {
        Focus focus = Focus.of(comparison);
        List<String> targets = comparison.cells().stream()
                .flatMap(cell -> cell.targets().stream())
                .map(TargetError::target)
                .distinct()
                .toList();
        List<LinePlot> plots = new ArrayList<>();
        for (String target : targets) {
            plots.add(byLayer(focus, target, "calibration text", TargetError::fittedAfter));
            plots.add(byLayer(focus, target, "held-out text", TargetError::heldOutAfter));
        }
        plots.add(AgreementPlot.of(focus));
        return plots.stream().filter(LinePlot::shows).map(Block.Drawing::new).toList();
    }

    private static LinePlot byLayer(
            Focus focus, String target, String text, Function<TargetError, @Nullable Double> error) {
        List<Series> all = new ArrayList<>();
        focus.lines().forEach((name, cells) -> {
            List<Point> points = layers(cells, target, error);
            if (!points.isEmpty()) {
                all.add(new Series(name, points));
            }
        });
        Shown shown = Shown.of(all);
        List<Double> values = shown.series().stream()
                .flatMap(one -> one.points().stream())
                .map(Point::y)
                .toList();
        return new LinePlot(
                "Error of " + target + " on " + text + (focus.held().isEmpty() ? "" : " at " + focus.held())
                        + shown.words(),
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
                .map(layer -> new Point(
                        layer.getKey(), layer.getValue().stream().collect(Collectors.averagingDouble(value -> value))))
                .toList();
    }
}
