package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code auto} does: fits every candidate and takes the one with the least error on tokens that no fit has seen. */
final class Chooser {
    private static final Set<CompensationKind> SHRUNK = EnumSet.of(CompensationKind.RIDGE, CompensationKind.ANCHORED);

    private final Backend backend;

    /**
     * What came of it.
     *
     * @param recipe the best
     * @param heldOutError of the best
     * @param table all candidates; one that fell back to another of them is not listed twice
     */
    record Choice(Recipe recipe, double heldOutError, List<Candidate> table) {}

    Chooser(Backend backend) {
        this.backend = backend;
    }

    /**
     * Tries {@code recipes} in order; the first of equally good ones wins. One whose error is not a number never does,
     * unless there is no other. Least squares is what shrinking ends in as lambda goes to 0, and costs as much as all
     * others together: it is passed over where shrinking least was not the best of what came before.
     *
     * @param recipes not empty
     */
    Choice choose(Fitter fitter, KeptSums heldOut, List<Recipe> recipes) {
        List<Candidate> table = new ArrayList<>();
        Recipe best = recipes.get(0);
        double least = Double.NaN;
        for (Recipe recipe : recipes) {
            if (recipe.kind() == CompensationKind.LEAST_SQUARES
                    && !Double.isNaN(least)
                    && !shrunkLeast(best, recipes)) {
                continue;
            }
            Candidate candidate = candidate(fitter, heldOut, recipe);
            if (listed(table, candidate)) {
                continue;
            }
            table.add(candidate);
            boolean firstNumber = Double.isNaN(least) && !Double.isNaN(candidate.heldOutError());
            if (candidate.heldOutError() < least || firstNumber) {
                least = candidate.heldOutError();
                best = new Recipe(candidate.kind(), lambda(candidate));
            }
        }
        return new Choice(best, least, table);
    }

    /** Whether {@code best} is shrunk, and none of the others less. */
    private static boolean shrunkLeast(Recipe best, List<Recipe> recipes) {
        return SHRUNK.contains(best.kind())
                && recipes.stream()
                        .filter(recipe -> SHRUNK.contains(recipe.kind()))
                        .allMatch(recipe -> best.lambda() <= recipe.lambda());
    }

    private Candidate candidate(Fitter fitter, KeptSums heldOut, Recipe recipe) {
        try (Scope work = backend.open()) {
            Fit fit = fitter.fit(work, recipe);
            return new Candidate(
                    fit.kind(),
                    fit.lambda(),
                    heldOut.quality(fit.weight(), fitter.bias(fit)).error());
        }
    }

    private static boolean listed(List<Candidate> table, Candidate candidate) {
        return table.stream().anyMatch(other -> other.kind() == candidate.kind() && lambda(other) == lambda(candidate));
    }

    private static double lambda(Candidate candidate) {
        @Nullable Double lambda = candidate.lambda();
        return lambda == null ? 0 : lambda;
    }
}
