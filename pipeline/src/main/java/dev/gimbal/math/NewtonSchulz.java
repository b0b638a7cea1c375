package dev.gimbal.math;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Locale;

/**
 * The polar factor by matrix products alone: {@code X <- X (a I + b A + c A^2)}, {@code A = X^T X}, which leaves the
 * singular vectors as they are and drives the singular values to 1. The polynomials are the best ones for where the
 * singular values lie, until Newton and Schulz' own (here with three terms, of third order) take over.
 *
 * <p>Rounding limits the directions of the smallest singular values to {@code 1e-16} times the condition number, as it
 * does with any method.
 */
final class NewtonSchulz {
    private static final int MOST_STEPS = 60;

    /** From here one step of third order ends at rounding errors. */
    private static final double NEAR = 1e-4;

    /**
     * Where the smallest singular value is assumed when it is lost to rounding in {@code A}. Smaller ones only take some
     * steps more: past their interval the polynomials still nearly double what is small.
     */
    private static final double UNRESOLVED = 1e-9;

    /** An estimate from below is divided by this. */
    private static final double SAFETY = 2;

    private final Backend backend;

    NewtonSchulz(Backend backend) {
        this.backend = backend;
    }

    /** As {@link PolarFactor#of}; {@code matrix} is finite and not zero. */
    PolarResult polarFactor(Scope scope, Tensor matrix) {
        int k = matrix.cols();
        Tensor q = scope.f64(matrix.rows(), k);
        try (Scope work = backend.open()) {
            Iterate iterate = new Iterate(work, q);
            backend.fill(q, 0);
            backend.add(1 / Math.sqrt(backend.dot(matrix, matrix)), matrix, q);
            double distance = converge(iterate);
            if (!(distance < NEAR)) {
                return new PolarResult.Failure("the iteration did not converge in " + MOST_STEPS
                        + " steps (orthogonality error " + String.format(Locale.ROOT, "%.1e", distance) + ")");
            }
            double error = PolarFactor.orthogonalityError(backend, q);
            return new PolarResult.Factor(q, error, conditionNumber(matrix, q));
        }
    }

    /** Returns the distance from orthogonality before the last step. */
    private double converge(Iterate x) {
        x.square();
        PolarPolynomials polynomials = start(x);
        double distance = x.distance();
        for (int step = 0; step < MOST_STEPS && Double.isFinite(distance); step++) {
            if (distance < NEAR) {
                x.apply(OddQuintic.taylor(0));
                return distance;
            }
            x.apply(polynomials.next());
            x.square();
            distance = x.distance();
        }
        return distance;
    }

    /** The largest singular value is at most {@code norm(A)^(1/2)}, Schatten's 4-norm of X. */
    private PolarPolynomials start(Iterate x) {
        double high = Math.sqrt(Math.sqrt(backend.dot(x.gram, x.gram)));
        double smallest = Math.sqrt(SpectralRange.smallest(backend, x.gram)) / SAFETY;
        return new PolarPolynomials(Math.max(smallest, UNRESOLVED * high), high);
    }

    /** From {@code H = Q^T matrix}, whose condition is that of the matrix and not its square. */
    private double conditionNumber(Tensor matrix, Tensor q) {
        int k = q.cols();
        try (Scope work = backend.open()) {
            Tensor h = work.f64(k, k);
            backend.multiply(1, q, true, matrix, false, 0, h);
            return SpectralRange.ofPositive(backend, h).conditionNumber();
        }
    }

    /** X and what its next step needs. */
    private final class Iterate {
        /** [d, k] */
        private final Tensor x;
        /** The value of x while x is written, [d, k]. */
        private final Tensor old;
        /** {@code A = X^T X}, [k, k] */
        private final Tensor gram;
        /** {@code b A + c A^2}, [k, k] */
        private final Tensor factor;

        Iterate(Scope work, Tensor x) {
            this.x = x;
            old = work.f64(x.rows(), x.cols());
            gram = work.f64(x.cols(), x.cols());
            factor = work.f64(x.cols(), x.cols());
        }

        void square() {
            backend.multiply(1, x, true, x, false, 0, gram);
        }

        /** {@code norm(A - I)}, from sums that leave about 1e-7 of noise: enough to steer by. */
        double distance() {
            int k = x.cols();
            return Math.sqrt(Math.max(0, backend.dot(gram, gram) - 2 * backend.dot(x, x) + k));
        }

        void apply(OddQuintic p) {
            backend.multiply(p.c(), gram, false, gram, false, 0, factor);
            backend.add(p.b(), gram, factor);
            backend.copy(x, old);
            backend.multiply(1, old, false, factor, false, p.a(), x);
        }
    }
}
