package dev.gimbal.evaluation.comparison.plot;

import java.util.List;

/**
 * One direction of a plot.
 *
 * @param title what it shows, with its unit
 * @param logarithmic only where every value is above 0
 * @param ticks where marks are wanted; none for round numbers
 */
public record PlotAxis(String title, boolean logarithmic, List<Double> ticks) {
    /** From here on, what is small would lie on the bottom of a linear axis. */
    private static final double WIDE = 8;

    public PlotAxis {
        ticks = List.copyOf(ticks);
    }

    public static PlotAxis linear(String title) {
        return new PlotAxis(title, false, List.of());
    }

    /** Logarithmic where values lie far apart and all are above 0. */
    public static PlotAxis fitting(String title, List<Double> values) {
        double low = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .min()
                .orElse(0);
        double high = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(v -> v)
                .max()
                .orElse(0);
        return new PlotAxis(title, low > 0 && high / low >= WIDE, List.of());
    }

    /** The scale that has room for {@code values}, of which there is at least one. */
    Scale scale(List<Double> values) {
        double low = values.stream().mapToDouble(v -> v).min().orElseThrow();
        double high = values.stream().mapToDouble(v -> v).max().orElseThrow();
        if (!ticks.isEmpty()) {
            return Scale.between(low, high, logarithmic, ticks);
        }
        return logarithmic ? Ticks.logarithmic(low, high) : Ticks.linear(low, high);
    }
}
