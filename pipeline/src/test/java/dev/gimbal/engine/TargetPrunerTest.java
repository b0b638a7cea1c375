package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.Gathered;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetPrunerTest {
    /** Two inputs that are always alike: least squares doubles the column that stays. */
    @ParameterizedTest
    @CsvSource({
        "false, 2.5, 2, LEAST_SQUARES",
        "false, 1.5, 1, NONE",
        "true, 2.5, 2, LEAST_SQUARES",
        "true, 1.5, 1, NONE"
    })
    void whatTheFileCannotHoldIsNotCompensated(boolean center, float most, float expected, CompensationKind done) {
        MethodSettings settings = PruneSettingsOf.sample(
                        Path.of("unused"), "compensation", "least-squares", "center", String.valueOf(center))
                .method();
        Rounding rounding = (layer, target, values, count) -> {
            for (int i = 0; i < count; i++) {
                values[i] = Math.abs(values[i]) > most ? Float.POSITIVE_INFINITY : values[i];
            }
        };
        try (Backend backend = ReferenceBackend.open();
                Scope scope = backend.open()) {
            Tensor weight = scope.f32(1, 2);
            backend.fill(weight, 1);
            Tensor gram = scope.f64(2, 2);
            backend.fill(gram, 8);
            double[] sum = {4, 4};
            Gathered gathered = new Gathered(new TargetStatistics(backend, 4, sum, sum.clone(), gram), null);
            PrunedTarget pruned = new TargetPruner(backend, settings, rounding)
                    .prune(0, Target.DOWN_PROJ, weight, null, new int[] {0}, gathered, scope);
            float[] kept = new float[1];
            pruned.weight().read(0, 0, kept, 0, 1);
            assertArrayEquals(new float[] {expected}, kept, 1e-6f);
            assertEquals(done, pruned.report().compensation());
            if (done == CompensationKind.NONE) {
                assertNull(pruned.bias());
                assertTrue(pruned.report().warnings().get(0).contains("least-squares"));
            } else {
                assertEquals(0, pruned.report().warnings().size());
            }
        }
    }
}
