package dev.gimbal.config;

import java.util.Set;

/**
 * The mathematics of a pruning run; every field is described in the method's documentation under the same name.
 *
 * @param ratio share to remove, in (0, 1); 0 keeps everything
 * @param lambda ridge strength relative to the mean of {@code diag(G_KK)}, at least 0
 * @param rotationRegularization {@code eta}: the Procrustes problem of {@code M + eta * norm2(M) * I}, at least 0
 * @param holdout one shard in this many is held out of every fit; 0 holds none out
 * @param multipleOf kept MLP channels are rounded up to a multiple of this, at least 1
 */
public record MethodSettings(
        double ratio,
        ScoreKind score,
        SelectionKind selection,
        HeadUnit headUnit,
        Budget budget,
        CompensationKind compensation,
        Set<Target> targets,
        boolean center,
        double lambda,
        PolarSolver rotationSolver,
        double rotationRegularization,
        Schedule schedule,
        int holdout,
        int multipleOf,
        long seed) {

    public MethodSettings {
        targets = Set.copyOf(targets);
    }

    /** The same for a target that is pruned but not compensated. */
    public MethodSettings uncompensated() {
        return new MethodSettings(
                ratio,
                score,
                selection,
                headUnit,
                budget,
                CompensationKind.NONE,
                Set.of(),
                false,
                lambda,
                rotationSolver,
                rotationRegularization,
                schedule,
                holdout,
                multipleOf,
                seed);
    }

    /** Whether {@code target} is given a bias. */
    public boolean addsBias(Target target) {
        return targets.contains(target) && (center || compensation == CompensationKind.BIAS);
    }
}
