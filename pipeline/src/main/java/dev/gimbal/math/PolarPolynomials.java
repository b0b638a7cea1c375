package dev.gimbal.math;

/**
 * The sequence of odd quintics whose composition takes singular values in {@code [low, high]} to 1 fastest: each is the
 * best for the interval that the one before left (Amsel et al., "The Polar Express", 2025). Where that interval is wide
 * the best polynomial would press some large singular values down to nearly 0, and rounding would blur their directions.
 * Each is therefore made for no interval wider than from 0.05 to 1; then nothing large goes below a fifth of the largest,
 * at the price of no more than one step.
 */
final class PolarPolynomials {
    private static final double NARROWEST = 0.05;

    private double low;
    private double high;

    PolarPolynomials(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** The next polynomial, to be applied to the singular values as they are. */
    OddQuintic next() {
        OddQuintic best = OddQuintic.nearestToOne(Math.max(low / high, NARROWEST));
        // It rises up to its own interval, so what lies below goes where the lower end goes.
        low = Math.min(best.at(low / high), 1 - best.error());
        OddQuintic next = best.stretched(high);
        high = 1 + best.error();
        return next;
    }
}
