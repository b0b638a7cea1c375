package dev.gimbal.statistics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * What is known of each column of a target's input by itself, over {@code n} tokens. Two add up. Without a token every
 * mean is 0. Immutable; all arrays are [m].
 */
public final class ColumnMoments {
    private final long n;
    private final double[] sum;
    private final double[] absoluteSum;
    private final double[] squareSum;

    /**
     * @param n tokens
     * @param sum {@code s = sum x}, [m]
     * @param absoluteSum {@code a = sum |x|}, [m]
     * @param squareSum {@code diag(G) = sum x^2}, [m]
     */
    public ColumnMoments(long n, double[] sum, double[] absoluteSum, double[] squareSum) {
        if (absoluteSum.length != sum.length || squareSum.length != sum.length) {
            throw new IllegalArgumentException("sums of different widths");
        }
        this.n = n;
        this.sum = sum.clone();
        this.absoluteSum = absoluteSum.clone();
        this.squareSum = squareSum.clone();
    }

    /** Tokens. */
    public long n() {
        return n;
    }

    /** Columns. */
    public int width() {
        return sum.length;
    }

    /** The moments of both sets of tokens together. */
    public ColumnMoments plus(ColumnMoments other) {
        if (other.width() != width()) {
            throw new IllegalArgumentException(width() + " and " + other.width() + " columns do not add up");
        }
        return new ColumnMoments(
                n + other.n,
                each(j -> sum[j] + other.sum[j]),
                each(j -> absoluteSum[j] + other.absoluteSum[j]),
                each(j -> squareSum[j] + other.squareSum[j]));
    }

    /** {@code s / n}. */
    public double[] mean() {
        return each(j -> perToken(sum[j]));
    }

    /** {@code E|x| = a / n}. */
    public double[] meanAbsolute() {
        return each(j -> perToken(absoluteSum[j]));
    }

    /** {@code diag(G) / n}. */
    public double[] meanSquare() {
        return each(j -> perToken(squareSum[j]));
    }

    /** {@code diag(G)/n - mean^2}, biased; rounding can put a constant column below 0, hence the clamp. */
    public double[] variance() {
        return each(j -> {
            double mean = perToken(sum[j]);
            return Math.max(0, perToken(squareSum[j]) - mean * mean);
        });
    }

    private double perToken(double total) {
        return n == 0 ? 0 : total / n;
    }

    private double[] each(IntToDoubleFunction value) {
        double[] values = new double[width()];
        Arrays.setAll(values, value);
        return values;
    }
}
