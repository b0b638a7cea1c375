package dev.gimbal.tensor.reference;

/** The few things that the factorisations do with arrays of rows and with vectors. */
final class Matrices {
    private Matrices() {}

    static double[][] transposed(double[][] a) {
        int cols = a.length == 0 ? 0 : a[0].length;
        double[][] transposed = new double[cols][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < cols; j++) {
                transposed[j][i] = a[i][j];
            }
        }
        return transposed;
    }

    static double[][] identity(int size) {
        double[][] identity = new double[size][size];
        for (int i = 0; i < size; i++) {
            identity[i][i] = 1;
        }
        return identity;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** {@code y += factor * x}. */
    static void add(double factor, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += factor * x[i];
        }
    }

    static void scale(double factor, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    /** The largest absolute element, 0 for a matrix of zeros. */
    static double largest(double[][] a) {
        double largest = 0;
        for (double[] row : a) {
            for (double element : row) {
                largest = Math.max(largest, Math.abs(element));
            }
        }
        return largest;
    }

    /** Divides by {@link #largest}, so that squares neither overflow nor vanish; returns what was divided by, at least 1 for zeros. */
    static double normalise(double[][] a) {
        double largest = largest(a);
        if (largest == 0) {
            return 1;
        }
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= largest;
            }
        }
        return largest;
    }

    /** Turns the pair of vectors: {@code x, y = c x - s y, s x + c y}. */
    static void rotate(double[] x, double[] y, double c, double s) {
        for (int i = 0; i < x.length; i++) {
            double old = x[i];
            x[i] = c * old - s * y[i];
            y[i] = s * old + c * y[i];
        }
    }

    /**
     * The tangent of the smaller angle that diagonalises {@code [[alpha, gamma], [gamma, beta]]}, gamma not 0 (Golub
     * and Van Loan, Matrix Computations, 8.5.2).
     */
    static double jacobiTangent(double alpha, double beta, double gamma) {
        double zeta = (beta - alpha) / (2 * gamma);
        return Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
    }
}
