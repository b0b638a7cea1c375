package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.math.Diagonal;
import dev.gimbal.math.PseudoInverse;
import dev.gimbal.math.ShiftedCholesky;
import dev.gimbal.math.Vectors;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fits recipes to one set of equations and shares between them what they have in common: the rotation, and the last
 * Cholesky factor. A fit that fails or is not finite is replaced by the next simpler one, and says so: least squares by
 * ridge of lambda 1e-6, ridge and anchored by the same with a larger lambda (1e-6, 1e-4, 1e-2, as for the rotation), and
 * then by what they are shrunk to, the kept columns or the rotation; that is their limit for large lambda.
 */
final class Fitter implements AutoCloseable {
    /** Eigenvalues of {@code G_KK} below this share of the largest count as 0. */
    private static final double CUTOFF = 1e-6;

    /** Keeps the scale finite where the kept output is 0 (as RCPU's code does). */
    private static final double SCALE_GUARD = 1e-6;

    private static final double[] STRONGER = {1e-6, 1e-4, 1e-2};

    private final Backend backend;
    private final Scope own;
    private final MethodSettings settings;
    private final KeptSums sums;
    private final Equations equations;
    /** {@code W_K}, [d, k] */
    private final Tensor keptWeight;

    private final Consumer<Fallback> fallbacks;

    private Procrustes.@Nullable Rotation rotation;
    private boolean rotationTried;
    private @Nullable Tensor factor;
    private double factorLambda = Double.NaN;

    Fitter(Backend backend, MethodSettings settings, KeptSums sums, Tensor keptWeight, Consumer<Fallback> fallbacks) {
        this.backend = backend;
        this.settings = settings;
        this.sums = sums;
        this.keptWeight = keptWeight;
        this.fallbacks = fallbacks;
        own = backend.open();
        equations = settings.center() ? sums.centered(own) : sums.equations();
    }

    /** The fit of {@code recipe}; its weight lives in {@code scope} or as long as this. */
    Fit fit(Scope scope, Recipe recipe) {
        return switch (recipe.kind()) {
            case NONE, BIAS -> new Fit(recipe.kind(), null, keptWeight);
            case ROTATION -> rotated();
            case ROTATION_SCALE -> scaled(scope);
            case LEAST_SQUARES -> leastSquares(scope);
            case RIDGE -> shrunk(scope, unrotated(), recipe.lambda());
            case ANCHORED -> shrunk(scope, rotated(), recipe.lambda());
            case AUTO -> throw new IllegalArgumentException("auto is a choice of recipes, not one");
        };
    }

    /** The bias that belongs to {@code fit}, [d]; null when none is asked for, 0 when it is not finite. */
    double @Nullable [] bias(Fit fit) {
        if (!settings.center() && fit.kind() != CompensationKind.BIAS) {
            return null;
        }
        double[] bias = sums.bias(fit.weight());
        double size = Vectors.dot(bias, bias);
        if (Double.isFinite(size)) {
            return bias;
        }
        report(Fallback.Kind.BIAS_DROPPED, "The bias failed (its squared length is %s): there is none.", size);
        return new double[bias.length];
    }

    /** What is known of the rotation, if one was needed and found. */
    @Nullable
    RotationDiagnostics rotationDiagnostics() {
        return rotation == null ? null : rotation.diagnostics();
    }

    private Fit unrotated() {
        return new Fit(CompensationKind.NONE, null, keptWeight);
    }

    private Procrustes.@Nullable Rotation rotation() {
        if (!rotationTried) {
            rotation = new Procrustes(backend, settings, fallbacks).solve(own, keptWeight, equations);
            rotationTried = true;
        }
        return rotation;
    }

    private Fit rotated() {
        Procrustes.Rotation found = rotation();
        return found == null ? unrotated() : new Fit(CompensationKind.ROTATION, null, found.weight());
    }

    private Fit scaled(Scope scope) {
        Procrustes.Rotation found = rotation();
        if (found == null) {
            return unrotated();
        }
        double scale = found.alignment() / (sums.energy(keptWeight, equations.gram()) + SCALE_GUARD);
        Tensor weight = like(scope, found.weight());
        backend.fill(weight, 0);
        backend.add(scale, found.weight(), weight);
        if (finite(weight)) {
            return new Fit(CompensationKind.ROTATION_SCALE, null, weight);
        }
        report(Fallback.Kind.SCALE_DROPPED, "The scale failed (it is %s): the rotation goes without.", scale);
        return rotated();
    }

    private Fit leastSquares(Scope scope) {
        Tensor weight = like(scope, keptWeight);
        if (PseudoInverse.solveRight(backend, equations.p(), equations.gram(), CUTOFF, weight) && finite(weight)) {
            return new Fit(CompensationKind.LEAST_SQUARES, null, weight);
        }
        report(
                Fallback.Kind.FIT_SHRUNK,
                "The least-squares fit failed (no finite solution): trying ridge with lambda %.0e.",
                STRONGER[0]);
        return shrunk(scope, unrotated(), STRONGER[0]);
    }

    /** {@code (P + r T)(G_KK + r I)^-1}, {@code r = lambda * mean(diag(G_KK))}, with {@code T} the anchor's weight. */
    private Fit shrunk(Scope scope, Fit anchor, double lambda) {
        CompensationKind kind =
                anchor.kind() == CompensationKind.NONE ? CompensationKind.RIDGE : CompensationKind.ANCHORED;
        double mean = Diagonal.sum(equations.gram()) / equations.gram().rows();
        Tensor weight = like(scope, keptWeight);
        List<Double> ladder = Procrustes.ladder(lambda, STRONGER);
        for (int step = 0; step < ladder.size(); step++) {
            double each = ladder.get(step);
            Tensor solver = factor(each, each * mean);
            if (solver != null) {
                backend.copy(equations.p(), weight);
                backend.add(each * mean, anchor.weight(), weight);
                backend.solveRight(solver, weight);
                if (finite(weight)) {
                    return new Fit(kind, each, weight);
                }
            }
            reportShrinking(kind, each, solver == null, step + 1 < ladder.size() ? ladder.get(step + 1) : null);
        }
        return anchor;
    }

    private void reportShrinking(CompensationKind kind, double lambda, boolean indefinite, @Nullable Double next) {
        String failed = String.format(
                Locale.ROOT,
                "The fit of %s with lambda %.0e failed (%s)",
                kind.label(),
                lambda,
                indefinite ? "its matrix is not positive definite" : "its solution is not finite");
        if (next == null) {
            String limit =
                    kind == CompensationKind.RIDGE ? "the kept columns stay as they are" : "the rotation alone stays";
            report(Fallback.Kind.FIT_DROPPED, "%s: %s.", failed, limit);
        } else {
            report(Fallback.Kind.FIT_SHRUNK, "%s: trying again with lambda %.0e.", failed, next);
        }
    }

    /** The Cholesky factor of {@code G_KK + r I}, or null when there is none; the last one is kept. */
    private @Nullable Tensor factor(double lambda, double r) {
        if (lambda != factorLambda) {
            Tensor into = factor == null ? like(own, equations.gram()) : factor;
            boolean definite = ShiftedCholesky.factor(backend, equations.gram(), r, into);
            factor = into;
            factorLambda = definite ? lambda : Double.NaN;
        }
        return lambda == factorLambda ? factor : null;
    }

    private boolean finite(Tensor weight) {
        return Double.isFinite(backend.dot(weight, weight));
    }

    private static Tensor like(Scope scope, Tensor shape) {
        return scope.f64(shape.rows(), shape.cols());
    }

    private void report(Fallback.Kind kind, String format, Object... numbers) {
        fallbacks.accept(new Fallback(kind, String.format(Locale.ROOT, format, numbers)));
    }

    @Override
    public void close() {
        own.close();
    }
}
