package dev.gimbal.tensor;

import java.util.Arrays;
import java.util.Random;

/** Matrices as arrays of rows: what tests compute by themselves, with no backend. */
final class Host {
    private Host() {}

    /** Independent standard normal elements. */
    static double[][] random(long seed, int rows, int cols) {
        Random random = new Random(seed);
        double[][] a = new double[rows][cols];
        for (double[] row : a) {
            for (int j = 0; j < cols; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return a;
    }

    static double[][] full(int rows, int cols, double value) {
        double[][] a = new double[rows][cols];
        for (double[] row : a) {
            Arrays.fill(row, value);
        }
        return a;
    }

    static double[][] diagonal(double... values) {
        double[][] a = new double[values.length][values.length];
        for (int i = 0; i < values.length; i++) {
            a[i][i] = values[i];
        }
        return a;
    }

    static double[][] identity(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return diagonal(ones);
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double[][] scaled(double factor, double[][] a) {
        double[][] b = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                b[i][j] = factor * a[i][j];
            }
        }
        return b;
    }

    /** The element of largest absolute value; NaN when there is a NaN. */
    static double largest(double[][] a) {
        double largest = 0;
        for (double[] row : a) {
            for (double x : row) {
                largest = Math.max(largest, Math.abs(x));
            }
        }
        return largest;
    }

    /** The largest absolute difference of two matrices of equal shape; NaN when one has a NaN. */
    static double distance(double[][] a, double[][] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                largest = Math.max(largest, a[i][j] == b[i][j] ? 0 : Math.abs(a[i][j] - b[i][j]));
            }
        }
        return largest;
    }

    /** A product of as many random mirrors as there are rows: orthogonal to rounding, and no QR was needed. */
    static double[][] orthogonal(long seed, int size) {
        double[][] q = identity(size);
        for (double[] normal : random(seed, size, size)) {
            double square = 0;
            for (double x : normal) {
                square += x * x;
            }
            for (double[] row : q) {
                double along = 0;
                for (int j = 0; j < size; j++) {
                    along += row[j] * normal[j];
                }
                for (int j = 0; j < size; j++) {
                    row[j] -= 2 * along / square * normal[j];
                }
            }
        }
        return q;
    }

    /** A matrix with the given singular values, {@code rows, cols >= values.length}. */
    static double[][] withSingularValues(long seed, int rows, int cols, double... values) {
        double[][] s = new double[rows][cols];
        for (int i = 0; i < values.length; i++) {
            s[i][i] = values[i];
        }
        return product(product(orthogonal(seed, rows), s), orthogonal(seed + 1, cols));
    }

    /** {@code x x^T / n + ridge * I}: symmetric and, with a ridge, positive definite. */
    static double[][] covariance(long seed, int size, double ridge) {
        double[][] x = random(seed, size, size);
        double[][] g = scaled(1.0 / size, product(x, transposed(x)));
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                g[i][j] = g[j][i];
            }
            g[i][i] += ridge;
        }
        return g;
    }

    /** The same with NaN below the diagonal, which nobody may read. */
    static double[][] upperOnly(double[][] symmetric) {
        double[][] upper = scaled(1, symmetric);
        for (int i = 0; i < upper.length; i++) {
            Arrays.fill(upper[i], 0, i, Double.NaN);
        }
        return upper;
    }
}
