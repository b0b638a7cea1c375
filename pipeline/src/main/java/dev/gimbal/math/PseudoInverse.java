package dev.gimbal.math;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** Solves systems with a symmetric matrix that may be singular. */
public final class PseudoInverse {
    private PseudoInverse() {}

    /**
     * {@code out = p a^+}, where eigenvalues of {@code a} of no more than {@code cutoff} times the largest count as 0.
     *
     * @param p F64 [d, k]
     * @param a F64 [k, k], symmetric and positive semi-definite; kept
     * @param out F64 [d, k], written
     * @return false, and nothing written, when {@code a} is not finite or its eigenvalues do not converge
     */
    public static boolean solveRight(Backend backend, Tensor p, Tensor a, double cutoff, Tensor out) {
        int k = a.cols();
        try (Scope scope = backend.open()) {
            Tensor vectors = scope.f64(k, k);
            backend.copy(a, vectors);
            double[] values = backend.symmetricEigen(vectors);
            if (values == null) {
                return false;
            }
            Tensor projected = scope.f64(p.rows(), k);
            backend.multiply(1, p, false, vectors, false, 0, projected);
            multiplyColumns(projected, inverses(values, cutoff));
            backend.multiply(1, projected, false, vectors, true, 0, out);
            return true;
        }
    }

    /** @param values ascending */
    private static double[] inverses(double[] values, double cutoff) {
        double least = cutoff * values[values.length - 1];
        double[] inverses = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            inverses[i] = values[i] > Math.max(0, least) ? 1 / values[i] : 0;
        }
        return inverses;
    }

    private static void multiplyColumns(Tensor a, double[] factors) {
        double[] row = new double[factors.length];
        for (int i = 0; i < a.rows(); i++) {
            a.read(i, 0, row, 0, row.length);
            for (int j = 0; j < row.length; j++) {
                row[j] *= factors[j];
            }
            a.write(i, 0, row, 0, row.length);
        }
    }
}
