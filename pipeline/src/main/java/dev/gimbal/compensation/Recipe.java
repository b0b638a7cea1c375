package dev.gimbal.compensation;

import dev.gimbal.config.CompensationKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One way to compensate.
 *
 * @param kind never {@code AUTO}
 * @param lambda of {@code ridge} and {@code anchored}; without meaning for the others
 */
record Recipe(CompensationKind kind, double lambda) {
    private static final List<Double> LAMBDAS = List.of(0.01, 0.1, 1.0);

    /** What {@code auto} chooses from: of equal errors the earlier wins, and what does less comes earlier. */
    static List<Recipe> candidates(double lambda) {
        List<Recipe> recipes = new ArrayList<>();
        recipes.add(new Recipe(CompensationKind.NONE, 0));
        recipes.add(new Recipe(CompensationKind.ROTATION, 0));
        recipes.add(new Recipe(CompensationKind.ROTATION_SCALE, 0));
        LinkedHashSet<Double> lambdas = new LinkedHashSet<>();
        lambdas.add(lambda);
        lambdas.addAll(LAMBDAS);
        for (double each : lambdas) {
            recipes.add(new Recipe(CompensationKind.RIDGE, each));
            recipes.add(new Recipe(CompensationKind.ANCHORED, each));
        }
        recipes.add(new Recipe(CompensationKind.LEAST_SQUARES, 0));
        return recipes;
    }
}
