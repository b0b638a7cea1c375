package dev.gimbal.evaluation.comparison.plot;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a plot shows.
 *
 * @param title one line
 * @param description what can be seen, for those who cannot
 * @param series the first 8 can be told apart by colour, mark and dashes
 * @param guides lines that are there to hold the others against
 * @param joined whether the points of a series make a line
 */
public record LinePlot(
        String title,
        String description,
        PlotAxis x,
        PlotAxis y,
        List<Series> series,
        List<Guide> guides,
        boolean joined) {
    public LinePlot {
        series = List.copyOf(series);
        guides = List.copyOf(guides);
    }

    /** A line that is no measurement of the plot's. */
    public sealed interface Guide {
        String name();
    }

    /** The same {@code y} everywhere. */
    public record Level(String name, double y) implements Guide {}

    /** Where {@code y} equals {@code x}; it needs two linear or two logarithmic axes. */
    public record Diagonal(String name) implements Guide {}

    /** Whether there is something to see: points at two places of {@code x} or more. */
    public boolean shows() {
        return points().map(Point::x).distinct().limit(2).count() > 1;
    }

    Stream<Point> points() {
        return series.stream().flatMap(one -> one.points().stream()).filter(Point::isFinite);
    }

    Stream<Level> levels() {
        return guides.stream()
                .filter(Level.class::isInstance)
                .map(Level.class::cast)
                .filter(level -> new Point(0, level.y()).isFinite());
    }
}
