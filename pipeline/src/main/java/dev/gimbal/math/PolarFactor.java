package dev.gimbal.math;

import dev.gimbal.config.PolarSolver;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/**
 * The matrix with orthonormal columns nearest to a given one, and the solution of the orthogonal Procrustes problem
 * (Schönemann, 1966). It is unique when the given matrix has full rank; directions that the matrix does not reach come
 * out arbitrary.
 */
public final class PolarFactor {
    private PolarFactor() {}

    /**
     * The polar factor of {@code a}.
     *
     * @param scope owns the factor
     * @param a F64 [d, k], {@code d >= k}; kept
     * @return a failure when {@code a} is not finite or zero, or when the solver does not converge
     */
    public static PolarResult of(Backend backend, Scope scope, Tensor a, PolarSolver solver) {
        if (a.rows() < a.cols()) {
            throw new IllegalArgumentException("a polar factor of " + a.rows() + " rows, " + a.cols() + " columns");
        }
        double square = backend.dot(a, a);
        if (!Double.isFinite(square)) {
            return new PolarResult.Failure("the matrix is not finite");
        }
        if (square == 0) {
            return new PolarResult.Failure("the matrix is zero");
        }
        return switch (solver) {
            case SVD -> bySingularValues(backend, scope, a);
            case NEWTON_SCHULZ -> new NewtonSchulz(backend).polarFactor(scope, a);
        };
    }

    private static PolarResult bySingularValues(Backend backend, Scope scope, Tensor a) {
        int k = a.cols();
        Tensor q = scope.f64(a.rows(), k);
        try (Scope work = backend.open()) {
            Tensor u = work.f64(a.rows(), k);
            Tensor vt = work.f64(k, k);
            double[] values = backend.singularValues(a, u, vt);
            if (values == null) {
                return new PolarResult.Failure("the singular value decomposition did not converge");
            }
            backend.multiply(1, u, false, vt, false, 0, q);
            return new PolarResult.Factor(q, orthogonalityError(backend, q), values[0] / values[k - 1]);
        }
    }

    /** {@code norm(Q^T Q - I)}, Frobenius. */
    static double orthogonalityError(Backend backend, Tensor q) {
        try (Scope work = backend.open()) {
            Tensor gram = work.f64(q.cols(), q.cols());
            backend.multiply(1, q, true, q, false, 0, gram);
            Diagonal.add(gram, -1);
            return Math.sqrt(backend.dot(gram, gram));
        }
    }
}
