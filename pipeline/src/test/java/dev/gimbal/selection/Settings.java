package dev.gimbal.selection;

import dev.gimbal.config.Budget;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.ScoreKind;
import dev.gimbal.config.SelectionKind;
import java.util.Set;

/** Settings of which selection reads some. */
final class Settings {
    private Settings() {}

    static MethodSettings of(double ratio, Budget budget, HeadUnit unit, int multipleOf) {
        return of(ratio, budget, unit, multipleOf, ScoreKind.VARIANCE_AWARE);
    }

    static MethodSettings of(double ratio, Budget budget, HeadUnit unit, int multipleOf, ScoreKind score) {
        return new MethodSettings(
                ratio,
                score,
                SelectionKind.UNIFORM,
                unit,
                budget,
                CompensationKind.NONE,
                Set.of(),
                false,
                1,
                PolarSolver.SVD,
                0,
                Schedule.SUBLAYER,
                8,
                multipleOf,
                0);
    }
}
