package dev.gimbal.plan;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.config.Target;
import java.util.stream.DoubleStream;

/** The arithmetic of one target's compensation. Leading terms alone; what fails and is tried again is not foreseen. */
final class SolveWork {
    /** What singular vectors of a square matrix cost, in cubes of its size: Golub and Van Loan, "Matrix computations". */
    private static final double SINGULAR = 22;

    /** What eigenvectors of a symmetric matrix cost; same source. */
    private static final double EIGEN = 9;

    /** Steps of the iteration that stands for the singular values. */
    private static final int NEWTON_STEPS = 12;

    private final MethodSettings method;
    private final CompensationKind kind;
    private final double d;
    private final double m;
    private final double k;
    private final int statistics;

    SolveWork(Sizes sizes, MethodSettings method, Target target) {
        this.method = method;
        this.kind = method.targets().contains(target) ? method.compensation() : CompensationKind.NONE;
        this.d = sizes.d();
        this.m = sizes.width(target);
        this.k = sizes.kept(target);
        this.statistics = sizes.holdsOut() ? 2 : 1;
    }

    /** From the statistics to the replacement and its errors. */
    Work all() {
        Work sums = products(statistics * 2 * d * m * m); // W G
        return sums.plus(error().times(2.0 * statistics)).plus(fit());
    }

    private static Work products(double flop) {
        return new Work(0, 0, 0, 0, flop, 0);
    }

    /** {@code B G_KK} of one candidate. */
    private Work error() {
        return products(2 * d * k * k);
    }

    private Work fit() {
        return switch (kind) {
            case NONE, BIAS -> Work.NONE;
            case ROTATION -> rotation();
            case ROTATION_SCALE -> rotation().plus(error());
            case LEAST_SQUARES -> leastSquares();
            case RIDGE -> shrunk();
            case ANCHORED -> rotation().plus(shrunk());
            case AUTO -> auto();
        };
    }

    /** A Cholesky factor and two triangular solves. */
    private Work shrunk() {
        return products(k * k * k / 3 + 2 * d * k * k);
    }

    private Work leastSquares() {
        return products(4 * d * k * k).plus(new Work(0, 0, 0, 0, 0, EIGEN * k * k * k));
    }

    private Work rotation() {
        double c = Math.min(d, k);
        double around = 2 * d * c * k + 4 * d * c * c + 2 * d * c * k; // M, Q and its error, Q W_K
        double basis = k < d ? 4 * d * k * k : 0;
        Work polar = method.rotationSolver() == PolarSolver.SVD
                ? new Work(0, 0, 0, 0, 0, (SINGULAR - 4) * c * c * c + 4 * d * c * c)
                : products(NEWTON_STEPS * (4 * d * c * c + 2 * c * c * c));
        boolean twice = method.rotationRegularization() > 0;
        return products(around + basis).plus(polar).plus(twice ? polar : Work.NONE);
    }

    /** Every candidate on the fitted statistics, the best one again on all; least squares is seldom tried. */
    private Work auto() {
        long lambdas = DoubleStream.of(method.lambda(), 0.01, 0.1, 1).distinct().count();
        double candidates = 3.0 + 2 * lambdas;
        Work ridges = products(lambdas * (k * k * k / 3 + 2 * 2 * d * k * k));
        return rotation().plus(ridges).plus(error().times(candidates)).plus(shrunk());
    }
}
