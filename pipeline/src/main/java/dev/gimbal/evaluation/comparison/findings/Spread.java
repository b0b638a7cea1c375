package dev.gimbal.evaluation.comparison.findings;

import java.util.List;

/**
 * Figures that differ by chance alone.
 *
 * @param mean of all of them; infinite or not a number when one of them is
 * @param deviation the sample standard deviation; not a number for fewer than two figures, or when one is not finite
 * @param count how many there are, at least 1
 */
public record Spread(double mean, double deviation, int count) {
    /** @param figures at least one */
    public static Spread of(List<Double> figures) {
        int count = figures.size();
        double mean = figures.stream().mapToDouble(Double::doubleValue).sum() / count;
        double squares = figures.stream()
                .mapToDouble(figure -> (figure - mean) * (figure - mean))
                .sum();
        return new Spread(mean, count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1)), count);
    }

    /** Whether the two means are no further apart than the larger of the two deviations. */
    boolean overlaps(Spread other) {
        return Math.abs(mean - other.mean) <= Math.max(orNone(deviation), orNone(other.deviation));
    }

    private static double orNone(double deviation) {
        return Double.isFinite(deviation) ? deviation : 0;
    }
}
