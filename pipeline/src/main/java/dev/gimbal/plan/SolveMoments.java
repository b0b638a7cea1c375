package dev.gimbal.plan;

import static dev.gimbal.plan.MemoryItem.SOLVE;
import static dev.gimbal.plan.MemoryItem.TARGETS;
import static dev.gimbal.plan.MemoryItem.WORKSPACE;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.config.Target;
import java.util.ArrayList;
import java.util.List;

/** What the compensation of one target holds, from its statistics to its replacement; everything in double precision. */
final class SolveMoments {
    /** Rows of a Gram matrix whose kept columns are gathered at once. */
    private static final int GATHERED_ROWS = 512;

    private final MethodSettings method;
    private final CompensationKind kind;
    private final boolean centered;
    private final long d;
    private final long m;
    private final long k;
    private final int statistics;

    SolveMoments(Sizes sizes, MethodSettings method, Target target) {
        boolean asked = method.targets().contains(target);
        this.method = method;
        this.kind = asked ? method.compensation() : CompensationKind.NONE;
        this.centered = asked && method.center();
        this.d = sizes.d();
        this.m = sizes.width(target);
        this.k = sizes.kept(target);
        this.statistics = sizes.holdsOut() ? 2 : 1;
    }

    /** The replacement as it will be written. */
    Moment solved() {
        return Moment.EMPTY.f32(TARGETS, 1, d, k);
    }

    /** The moments at which a solve may hold most. */
    List<Moment> list() {
        // W, the kept columns and their replacement; P and G_KK of both sets of statistics; W G, or a block of its
        // rows.
        Moment base = solved().f64(SOLVE, 1, d, m).f64(SOLVE, 2, d, k);
        Moment sums = base.f64(SOLVE, statistics, d, k).f64(SOLVE, statistics, k, k);
        List<Moment> moments = new ArrayList<>();
        moments.add(sums.f64(SOLVE, 1, d, m));
        moments.add(sums.f64(SOLVE, 1, Math.min(GATHERED_ROWS, k), m));
        Moment fitter = centered ? sums.f64(SOLVE, 1, d, k).f64(SOLVE, 1, k, k) : sums;
        addFits(moments, fitter);
        return moments;
    }

    private void addFits(List<Moment> moments, Moment fitter) {
        Moment rotated = fitter.f64(SOLVE, 1, d, k);
        Moment product = Moment.EMPTY.f64(SOLVE, 1, d, k);
        switch (kind) {
            case NONE, BIAS -> moments.add(fitter.plus(product));
            case ROTATION -> addRotation(moments, rotated);
            case ROTATION_SCALE -> {
                addRotation(moments, rotated);
                moments.add(rotated.plus(product).plus(product));
            }
            case LEAST_SQUARES -> addLeastSquares(moments, fitter);
            case RIDGE -> moments.add(shrunk(fitter).plus(product));
            case ANCHORED -> {
                addRotation(moments, rotated);
                moments.add(shrunk(rotated).plus(product));
            }
            case AUTO -> {
                addRotation(moments, rotated);
                addLeastSquares(moments, rotated.f64(SOLVE, 1, k, k));
            }
        }
    }

    /** The fit and the Cholesky factor. */
    private Moment shrunk(Moment fitter) {
        return fitter.f64(SOLVE, 1, d, k).f64(SOLVE, 1, k, k);
    }

    /** The fit, the eigenvectors of {@code G_KK} and {@code P} in their basis; the solver copies the matrix twice over. */
    private void addLeastSquares(List<Moment> moments, Moment fitter) {
        Moment vectors = fitter.f64(SOLVE, 1, d, k).f64(SOLVE, 1, k, k);
        moments.add(vectors.f64(WORKSPACE, 1, 3 * k, k));
        moments.add(vectors.f64(SOLVE, 1, d, k));
    }

    /** {@code M} in a basis of {@code c = min(d, k)} directions, no rotation in it, and what the solver needs. */
    private void addRotation(List<Moment> moments, Moment rotated) {
        long c = Math.min(d, k);
        Moment problem = rotated.f64(SOLVE, 2, d, c);
        if (k < d) {
            problem = problem.f64(SOLVE, 1, k, k);
        }
        if (method.rotationRegularization() > 0) {
            moments.add(problem.f64(SOLVE, 1, c, c).plus(decomposition(c)));
            problem = problem.f64(SOLVE, 1, d, c);
        }
        Moment factor = problem.f64(SOLVE, 1, d, c);
        if (method.rotationSolver() == PolarSolver.SVD) {
            moments.add(factor.f64(SOLVE, 1, c, c).plus(decomposition(c)));
        } else {
            moments.add(factor.f64(SOLVE, 1, d, c).f64(SOLVE, 3, c, c)); // X before a step, X^T X, a polynomial of it
        }
        moments.add(factor.f64(SOLVE, 1, d, c).f64(SOLVE, k < d ? 0 : 1, d, d)); // Q - I, the factors of Q
    }

    /** Left vectors and a copy, and what LAPACK's divide and conquer asks for. */
    private Moment decomposition(long c) {
        long workspace = k < d ? 4 : 3;
        return Moment.EMPTY.f64(SOLVE, 2, d, c).f64(WORKSPACE, 1, workspace * c, c);
    }
}
