package dev.gimbal.evaluation.comparison.plot;

import java.util.List;

/**
 * Where values lie along an axis.
 *
 * @param low value at its beginning
 * @param high value at its end, above {@code low}
 * @param ticks values that are marked, between the two
 */
record Scale(double low, double high, boolean logarithmic, List<Double> ticks) {
    Scale {
        ticks = List.copyOf(ticks);
    }

    /** A scale of these bounds, with room around them when they are one. */
    static Scale between(double low, double high, boolean logarithmic, List<Double> ticks) {
        double first = low;
        double last = high;
        if (low >= high) {
            first = logarithmic ? low / 2 : low - Math.max(Math.abs(low) / 2, 0.5);
            last = logarithmic ? high * 2 : high + Math.max(Math.abs(high) / 2, 0.5);
        }
        double from = first;
        double to = last;
        return new Scale(
                from,
                to,
                logarithmic,
                ticks.stream().filter(tick -> tick >= from && tick <= to).toList());
    }

    /** 0 at the beginning, 1 at the end. */
    double share(double value) {
        if (logarithmic) {
            return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
        }
        return (value - low) / (high - low);
    }
}
