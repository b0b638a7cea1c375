package dev.gimbal.evaluation.comparison.plot;

/** Where something was measured; what is not finite, or near the end of what a double holds, is left out of a plot. */
public record Point(double x, double y) {
    private static final double FAR = 1e300;

    boolean isFinite() {
        return Math.abs(x) < FAR && Math.abs(y) < FAR;
    }
}
