package dev.gimbal.compensation;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.math.Diagonal;
import dev.gimbal.math.PolarFactor;
import dev.gimbal.math.PolarResult;
import dev.gimbal.math.SpectralRange;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The orthogonal {@code Q} that brings {@code Q W_K x_K} nearest to {@code W x}: the polar factor of
 * {@code M = P W_K^T} [d, d] (Schönemann, 1966).
 *
 * <p>With fewer kept columns than rows, {@code W_K = Q_w R} by thin QR, only {@code Q Q_w} [d, k] is determined: the polar
 * factor of {@code M Q_w = P R^T}. Both cases are one: {@code M} in a basis, no rotation in that basis, and the factor
 * that a rotation in that basis is applied to.
 *
 * <p>What fails is tried again, pulled more and more towards no rotation.
 */
final class Procrustes {
    private static final double WORST_ORTHOGONALITY = 1e-3;
    private static final double[] REGULARIZATIONS = {1e-6, 1e-4, 1e-2};

    private final Backend backend;
    private final MethodSettings settings;
    private final Consumer<Fallback> fallbacks;

    /** Where {@code size} of {@link RotationDiagnostics} is measured: M, no rotation and the factor, in one basis. */
    private record Problem(Tensor m, Tensor noRotation, Tensor factor) {}

    /**
     * A rotation that was found.
     *
     * @param weight {@code Q W_K}, F64 [d, k]
     * @param alignment {@code tr(Q^T M)}, the sum of the singular values of {@code M}
     */
    record Rotation(Tensor weight, double alignment, RotationDiagnostics diagnostics) {}

    Procrustes(Backend backend, MethodSettings settings, Consumer<Fallback> fallbacks) {
        this.backend = backend;
        this.settings = settings;
        this.fallbacks = fallbacks;
    }

    /** The rotation, its weight in {@code scope}; null when even the most regularised attempt failed. */
    @Nullable
    Rotation solve(Scope scope, Tensor keptWeight, Equations equations) {
        try (Scope work = backend.open()) {
            Problem problem = problem(work, keptWeight, equations);
            List<Double> ladder = ladder(settings.rotationRegularization(), REGULARIZATIONS);
            for (int step = 0; step < ladder.size(); step++) {
                Attempt attempt = new Attempt(work, problem, ladder.get(step));
                Rotation rotation = attempt.rotation(scope.f64(keptWeight.rows(), keptWeight.cols()));
                if (rotation != null) {
                    return rotation;
                }
                report(attempt.failure, step + 1 < ladder.size() ? ladder.get(step + 1) : null);
            }
            return null;
        }
    }

    /** {@code first}, and those of {@code steps} that are larger. */
    static List<Double> ladder(double first, double[] steps) {
        return DoubleStream.concat(
                        DoubleStream.of(first), DoubleStream.of(steps).filter(step -> step > first))
                .boxed()
                .toList();
    }

    private void report(String failure, @Nullable Double next) {
        if (next == null) {
            fallbacks.accept(new Fallback(
                    Fallback.Kind.ROTATION_DROPPED,
                    "The rotation failed (" + failure + "): the kept columns are not rotated."));
        } else {
            fallbacks.accept(new Fallback(
                    Fallback.Kind.ROTATION_REGULARIZED,
                    String.format(
                            Locale.ROOT,
                            "The rotation failed (%s): trying again with regularization %.0e.",
                            failure,
                            next)));
        }
    }

    private Problem problem(Scope work, Tensor keptWeight, Equations equations) {
        int d = keptWeight.rows();
        int k = keptWeight.cols();
        if (k >= d) {
            Tensor identity = work.f64(d, d);
            backend.fill(identity, 0);
            Diagonal.add(identity, 1);
            return new Problem(product(work, equations.p(), keptWeight), identity, keptWeight);
        }
        Tensor basis = work.f64(d, k);
        Tensor triangle = work.f64(k, k);
        backend.copy(keptWeight, basis);
        backend.qr(basis, triangle);
        return new Problem(product(work, equations.p(), triangle), basis, triangle);
    }

    /** {@code a b^T}. */
    private Tensor product(Scope work, Tensor a, Tensor b) {
        Tensor product = work.f64(a.rows(), b.rows());
        backend.multiply(1, a, false, b, true, 0, product);
        return product;
    }

    /** The polar factor of {@code M + eta * norm2(M) * I}. */
    private final class Attempt {
        private final Scope work;
        private final Problem problem;
        private final double eta;
        private String failure = "";

        Attempt(Scope work, Problem problem, double eta) {
            this.work = work;
            this.problem = problem;
            this.eta = eta;
        }

        /** Writes to {@code weight}; null when this attempt failed. */
        @Nullable
        Rotation rotation(Tensor weight) {
            SpectralRange range = eta == 0 ? null : SpectralRange.of(backend, problem.m, settings.rotationSolver());
            Tensor a = range == null ? problem.m : regularized(range.largest());
            PolarResult result = PolarFactor.of(backend, work, a, settings.rotationSolver());
            if (!(result instanceof PolarResult.Factor polar)) {
                failure = ((PolarResult.Failure) result).reason();
                return null;
            }
            if (!(polar.orthogonalityError() <= WORST_ORTHOGONALITY)) {
                failure = String.format(
                        Locale.ROOT,
                        "orthogonality error %.1e, above %.0e",
                        polar.orthogonalityError(),
                        WORST_ORTHOGONALITY);
                return null;
            }
            backend.multiply(1, polar.q(), false, problem.factor, false, 0, weight);
            if (!Double.isFinite(backend.dot(weight, weight))) {
                failure = "the rotated columns are not finite";
                return null;
            }
            double condition = range == null ? polar.conditionNumber() : range.conditionNumber();
            return new Rotation(weight, backend.dot(polar.q(), problem.m), diagnostics(polar, condition));
        }

        private Tensor regularized(double norm) {
            Tensor a = work.f64(problem.m.rows(), problem.m.cols());
            backend.copy(problem.m, a);
            backend.add(eta * norm, problem.noRotation, a);
            return a;
        }

        private RotationDiagnostics diagnostics(PolarResult.Factor polar, double condition) {
            Tensor q = polar.q();
            Tensor difference = work.f64(q.rows(), q.cols());
            backend.copy(q, difference);
            backend.add(-1, problem.noRotation, difference);
            return new RotationDiagnostics(
                    eta,
                    Math.sqrt(backend.dot(difference, difference) / q.cols()),
                    condition,
                    polar.orthogonalityError(),
                    q.rows() == q.cols() ? backend.determinantSign(q) : 0);
        }
    }
}
