package dev.gimbal.evaluation.comparison.plot;

import dev.gimbal.evaluation.comparison.format.Markup;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The area that a plot is drawn in: its scales, marks and titles. Places are in units of the picture. */
final class Frame {
    static final double WIDTH = 720;
    static final double LEFT = 66;
    static final double RIGHT = WIDTH - 18;
    static final double TOP = 14;
    static final double BOTTOM = 330;

    /** Labels closer than this would touch. */
    private static final double APART = 34;

    private final LinePlot plot;
    private final Scale x;
    private final Scale y;

    Frame(LinePlot plot) {
        this.plot = plot;
        List<Double> across = plot.points().map(Point::x).toList();
        List<Double> up = Stream.concat(
                        plot.points().map(Point::y), plot.levels().map(LinePlot.Level::y))
                .toList();
        x = plot.x().scale(across);
        y = plot.y().scale(up);
    }

    Scale x() {
        return x;
    }

    Scale y() {
        return y;
    }

    double across(double value) {
        return LEFT + x.share(value) * (RIGHT - LEFT);
    }

    double up(double value) {
        return BOTTOM - y.share(value) * (BOTTOM - TOP);
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        for (double tick : y.ticks()) {
            svg.append(line("grid", LEFT, up(tick), RIGHT, up(tick)));
            svg.append(text("end", LEFT - 8, up(tick) + 4, Numerals.plain(tick)));
        }
        double last = Double.NEGATIVE_INFINITY;
        for (double tick : x.ticks()) {
            double place = across(tick);
            svg.append(line("edge", place, BOTTOM, place, BOTTOM + 5));
            if (place - last >= APART) {
                svg.append(text("middle", place, BOTTOM + 20, Numerals.plain(tick)));
                last = place;
            }
        }
        svg.append(line("edge", LEFT, BOTTOM, RIGHT, BOTTOM));
        svg.append(text("middle", (LEFT + RIGHT) / 2, BOTTOM + 42, plot.x().title()));
        return svg.append(standing(plot.y().title())).toString();
    }

    private static String standing(String title) {
        double middle = (TOP + BOTTOM) / 2;
        return String.format(
                Locale.ROOT,
                "<text text-anchor=\"middle\" transform=\"translate(14 %.1f) rotate(-90)\">%s</text>\n",
                middle,
                Markup.of(title));
    }

    static String line(String style, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\"/>\n",
                style,
                x1,
                y1,
                x2,
                y2);
    }

    static String text(String anchor, double x, double y, String text) {
        return String.format(
                Locale.ROOT,
                "<text text-anchor=\"%s\" x=\"%.2f\" y=\"%.2f\">%s</text>\n",
                anchor,
                x,
                y,
                Markup.of(text));
    }
}
