package dev.gimbal.evaluation.comparison.findings;

import static dev.gimbal.evaluation.comparison.MadeUp.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.MadeUp;
import dev.gimbal.evaluation.comparison.TaskScore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccuraciesTest {
    private static final List<TaskScore> SCORES = List.of(task("boolq", 0.5, 0.03), task("piqa", 0.6, 0.01, 0.7, 0.04));

    private static final Comparison COMPARISON = new MadeUp()
            .axis("method", "a", "b")
            .tasks(SCORES, "a")
            .tasks(List.of(task("boolq", 0.4, 0.03)), "b")
            .build();

    @Test
    void theNormalisedFigureIsTakenWhereThereIsOne() {
        assertEquals(Map.of("boolq", false, "piqa", true), Accuracies.tasks(COMPARISON));
        assertEquals(new Accuracies.Accuracy(0.7, 0.04), Accuracies.of(SCORES, "piqa", true));
        assertEquals(new Accuracies.Accuracy(0.5, 0.03), Accuracies.of(SCORES, "boolq", false));
    }

    /** (0.5 + 0.7) / 2, and sqrt(0.03^2 + 0.04^2) / 2 = 0.05 / 2. */
    @Test
    void theMeanOverTasksHasTheErrorOfIndependentOnes() {
        Accuracies.Accuracy mean = Accuracies.mean(SCORES, Accuracies.tasks(COMPARISON));
        assertNotNull(mean);
        assertEquals(0.6, mean.share(), 1e-15);
        assertEquals(0.025, mean.error(), 1e-15);
    }

    @Test
    void whoMissesATaskHasNoMean() {
        assertNull(Accuracies.mean(COMPARISON.cells().get(1).tasks(), Accuracies.tasks(COMPARISON)));
        assertEquals(
                List.of(List.of("a")),
                Accuracies.column(Lineup.of(COMPARISON), "", Accuracies.tasks(COMPARISON))
                        .rows());
    }

    /** Seeds at 0.4 and 0.6: deviation sqrt(0.02) = 0.141, larger than the error of 0.03. */
    @Test
    void theLargerOfSpreadAndErrorCounts() {
        Comparison seeds = new MadeUp()
                .axis("method", "a", "b")
                .axis("seed", "0", "1")
                .tasks(List.of(task("boolq", 0.4, 0.03)), "a", "0")
                .tasks(List.of(task("boolq", 0.6, 0.03)), "a", "1")
                .tasks(List.of(task("boolq", 0.5, 0.03)), "b", "0")
                .tasks(List.of(task("boolq", 0.5, 0.03)), "b", "1")
                .build();
        Entries entries = Accuracies.column(Lineup.of(seeds), "", Accuracies.tasks(seeds));
        assertEquals(0.5, entries.mean(List.of("a")), 1e-15);
        assertEquals(Math.sqrt(0.02), entries.get(List.of("a")).deviation(), 1e-15);
        assertEquals(0.03, entries.get(List.of("b")).deviation(), 1e-15);
    }
}
