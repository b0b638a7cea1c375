package dev.gimbal.evaluation.comparison.plot;

import dev.gimbal.evaluation.comparison.format.Markup;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a plot as an {@code svg} element. Its style sheet has to give colours to the classes {@code c0} to {@code c7},
 * {@code grid}, {@code edge} and {@code guide}.
 */
public final class SvgPlot {
    /** Longer lines get marks at some of their points only. */
    private static final int MARKS = 16;

    private final LinePlot plot;
    private final Frame frame;

    private SvgPlot(LinePlot plot) {
        this.plot = plot;
        frame = new Frame(plot);
    }

    /**
     * The picture.
     *
     * @param plot one that {@link LinePlot#shows} something
     * @param id no other of the page begins like it
     */
    public static String of(LinePlot plot, String id) {
        SvgPlot picture = new SvgPlot(plot);
        Legend legend = new Legend(plot);
        String head = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" role=\"img\""
                        + " aria-labelledby=\"%s-title %s-about\">\n<title id=\"%s-title\">%s</title>\n"
                        + "<desc id=\"%s-about\">%s</desc>\n",
                Frame.WIDTH,
                legend.bottom(),
                id,
                id,
                id,
                Markup.of(plot.title()),
                id,
                Markup.of(plot.description()));
        return head + picture.frame.svg() + picture.guides() + picture.lines() + legend.svg() + "</svg>\n";
    }

    private String guides() {
        StringBuilder svg = new StringBuilder();
        plot.levels()
                .forEach(level -> svg.append(
                        Frame.line("guide", Frame.LEFT, frame.up(level.y()), Frame.RIGHT, frame.up(level.y()))));
        if (plot.guides().stream().anyMatch(LinePlot.Diagonal.class::isInstance)) {
            svg.append(diagonal());
        }
        return svg.toString();
    }

    private String diagonal() {
        double from = Math.max(frame.x().low(), frame.y().low());
        double to = Math.min(frame.x().high(), frame.y().high());
        return from < to ? Frame.line("guide", frame.across(from), frame.up(from), frame.across(to), frame.up(to)) : "";
    }

    private String lines() {
        StringBuilder svg = new StringBuilder();
        for (int i = 0; i < plot.series().size(); i++) {
            Series series = plot.series().get(i);
            Marker marker = Marker.of(i);
            svg.append("<g class=\"").append(marker.style()).append("\">\n");
            if (plot.joined()) {
                unbroken(series.points()).forEach(part -> svg.append(line(part, marker)));
            }
            svg.append(marks(series, marker)).append("</g>\n");
        }
        return svg.toString();
    }

    /** A line breaks where something is missing. */
    private static List<List<Point>> unbroken(List<Point> points) {
        List<List<Point>> parts = new ArrayList<>();
        List<Point> part = new ArrayList<>();
        for (Point point : points) {
            if (point.isFinite()) {
                part.add(point);
            } else {
                parts.add(part);
                part = new ArrayList<>();
            }
        }
        parts.add(part);
        return parts.stream().filter(one -> one.size() > 1).toList();
    }

    private String line(List<Point> part, Marker marker) {
        StringBuilder points = new StringBuilder();
        for (Point point : part) {
            points.append(points.isEmpty() ? "" : " ")
                    .append(String.format(Locale.ROOT, "%.2f,%.2f", frame.across(point.x()), frame.up(point.y())));
        }
        return "<polyline points=\"" + points + "\"" + marker.dashes() + "/>\n";
    }

    private String marks(Series series, Marker marker) {
        StringBuilder svg = new StringBuilder();
        List<Point> points = series.points().stream().filter(Point::isFinite).toList();
        int stride = plot.joined() ? (points.size() + MARKS - 1) / MARKS : 1;
        for (int i = 0; i < points.size(); i += stride) {
            Point point = points.get(i);
            svg.append("<path class=\"")
                    .append(marker.fill())
                    .append("\" d=\"")
                    .append(marker.path(frame.across(point.x()), frame.up(point.y())))
                    .append("\"><title>")
                    .append(Markup.of(series.name() + ": " + Numerals.significant(point.y()) + " at "
                            + Numerals.plain(point.x())))
                    .append("</title></path>\n");
        }
        return svg.toString();
    }
}
