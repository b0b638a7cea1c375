package dev.gimbal.math;

import dev.gimbal.config.PolarSolver;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * The largest and the smallest singular value of a matrix.
 *
 * @param smallest 0 when the matrix has not full rank to working precision
 */
public record SpectralRange(double largest, double smallest) {
    private static final int MOST_STEPS = 100;
    private static final int INVERSE_STEPS = 20;
    private static final double SETTLED = 1e-10;

    /** Largest over smallest; infinite when the smallest is 0. */
    public double conditionNumber() {
        return largest / smallest;
    }

    /**
     * Of {@code a} F64 [d, k], {@code d >= k}; kept. With {@link PolarSolver#SVD} from all singular values, else by
     * {@link #ofPositive} from {@code a^T a}, which takes a smallest value below 1e-8 of the largest for 0.
     */
    public static SpectralRange of(Backend backend, Tensor a, PolarSolver solver) {
        int k = a.cols();
        try (Scope scope = backend.open()) {
            Tensor square = scope.f64(k, k);
            if (solver == PolarSolver.SVD) {
                double[] values = backend.singularValues(a, scope.f64(a.rows(), k), square);
                if (values != null) {
                    return new SpectralRange(values[0], values[k - 1]);
                }
            }
            backend.multiply(1, a, true, a, false, 0, square);
            SpectralRange range = ofPositive(backend, square);
            return new SpectralRange(Math.sqrt(range.largest), Math.sqrt(range.smallest));
        }
    }

    /**
     * Of {@code a} F64 [k, k], symmetric and positive semi-definite; kept. By power and inverse iteration: some products
     * with vectors and one Cholesky factor, where a decomposition would cost many times that. Each value is exact to a
     * small share where its neighbours are far, and lies among them where they are near.
     */
    static SpectralRange ofPositive(Backend backend, Tensor a) {
        return new SpectralRange(largest(backend, a), smallest(backend, a));
    }

    private static double largest(Backend backend, Tensor a) {
        double[] x = start(a.cols());
        double estimate = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] next = Vectors.times(backend, a, x);
            double norm = normalise(next);
            boolean settled = !(Math.abs(norm - estimate) > SETTLED * norm);
            x = next;
            estimate = norm;
            if (settled) {
                break;
            }
        }
        return estimate;
    }

    /** The smallest alone, as {@link #ofPositive}. */
    static double smallest(Backend backend, Tensor a) {
        try (Scope scope = backend.open()) {
            Tensor factor = scope.f64(a.rows(), a.cols());
            backend.copy(a, factor);
            if (!backend.cholesky(factor)) {
                return 0;
            }
            double[] x = start(a.cols());
            Tensor row = Vectors.row(scope, x);
            double largestOfInverse = Double.POSITIVE_INFINITY;
            for (int step = 0; step < INVERSE_STEPS; step++) {
                row.write(0, 0, x, 0, x.length);
                backend.solveRight(factor, row);
                x = Vectors.read(row);
                largestOfInverse = normalise(x);
            }
            return Double.isFinite(largestOfInverse) ? 1 / largestOfInverse : 0;
        }
    }

    /** A unit vector with a share in every direction, the same every time. */
    private static double[] start(int n) {
        double[] x = new SplittableRandom(n).doubles(n, -1, 1).toArray();
        normalise(x);
        return x;
    }

    /** Scales {@code x} to length 1 and returns the length that it had. */
    private static double normalise(double[] x) {
        double norm = Math.sqrt(Vectors.dot(x, x));
        if (norm > 0) {
            for (int i = 0; i < x.length; i++) {
                x[i] /= norm;
            }
        }
        return norm;
    }
}
