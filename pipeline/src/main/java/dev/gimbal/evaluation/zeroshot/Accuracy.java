package dev.gimbal.evaluation.zeroshot;

/**
 * A share of items with the standard error of its mean.
 *
 * @param value of 0 to 1
 * @param stderr {@code sqrt(p (1 - p) / (n - 1))}: the sample standard deviation by {@code sqrt(n)}
 *     [lm-evaluation-harness, {@code mean_stderr}]; not a number where {@code n} is 1
 */
public record Accuracy(double value, double stderr) {

    /** @param items at least 1 */
    static Accuracy of(long right, int items) {
        double value = (double) right / items;
        double variance = items == 1 ? Double.NaN : value * (1 - value) / (items - 1);
        return new Accuracy(value, Math.sqrt(variance));
    }
}
