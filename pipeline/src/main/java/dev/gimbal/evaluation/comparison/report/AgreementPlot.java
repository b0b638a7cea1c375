package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.TargetError;
import dev.gimbal.evaluation.comparison.findings.Focus;
import dev.gimbal.evaluation.comparison.plot.LinePlot;
import dev.gimbal.evaluation.comparison.plot.PlotAxis;
import dev.gimbal.evaluation.comparison.plot.Point;
import dev.gimbal.evaluation.comparison.plot.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A point a cell: its mean error on the text that the fit saw, and on text that it did not see. */
final class AgreementPlot {
    private AgreementPlot() {}

    static LinePlot of(Focus focus) {
        List<Series> all = new ArrayList<>();
        focus.all().forEach((name, cells) -> {
            List<Point> points = new ArrayList<>();
            for (CellResult cell : cells) {
                Point point = point(cell);
                if (point != null) {
                    points.add(point);
                }
            }
            if (!points.isEmpty()) {
                all.add(new Series(name, points));
            }
        });
        Shown shown = Shown.of(all);
        List<Double> values = new ArrayList<>();
        shown.series().forEach(one -> one.points().forEach(point -> values.addAll(List.of(point.x(), point.y()))));
        boolean logarithmic = PlotAxis.fitting("", values).logarithmic();
        return new LinePlot(
                "Fitted and held-out error of every pruned model" + shown.words(),
                "A mark for each pruned model: mean error over all targets after compensation. Far above the line of equal"
                        + " errors, a fit has learnt its text by heart.",
                new PlotAxis("error on calibration text", logarithmic, List.of()),
                new PlotAxis("error on held-out text", logarithmic, List.of()),
                shown.series(),
                List.of(new LinePlot.Diagonal("equal errors")),
                false);
    }

    /** Means over the targets that have both errors; null when none has. */
    private static @Nullable Point point(CellResult cell) {
        double fitted = 0;
        double heldOut = 0;
        int count = 0;
        for (TargetError error : cell.targets()) {
            Double other = error.heldOutAfter();
            if (other != null) {
                fitted += error.fittedAfter();
                heldOut += other;
                count++;
            }
        }
        return count == 0 ? null : new Point(fitted / count, heldOut / count);
    }
}
