package dev.gimbal.evaluation.comparison.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.evaluation.comparison.MadeUp;
import dev.gimbal.evaluation.comparison.TargetError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When not to rotate. */
class DoubtfulTargetsTest {
    private static Map<String, List<String>> doubts(TargetError... errors) {
        List<TargetError> targets = new ArrayList<>(List.of(errors));
        targets.add(MadeUp.sound(29, "o_proj"));
        return Verdict.of(new MadeUp()
                        .axis("method", "rotation")
                        .errors(60, targets, "rotation")
                        .build())
                .doubts()
                .stream()
                .collect(Collectors.toMap(Verdict.Doubtful::reason, Verdict.Doubtful::targets));
    }

    private static TargetError error(
            double before,
            double after,
            @Nullable Double heldOutBefore,
            @Nullable Double heldOutAfter,
            @Nullable Double condition,
            double rank) {
        return new TargetError(
                4, "down_proj", "rotation", before, after, heldOutBefore, heldOutAfter, condition, rank, 0);
    }

    @Test
    void soundTargetsAreNotDoubted() {
        assertEquals(Map.of(), doubts(error(0.3, 0.1, 0.3, 0.19, 9e5, 154)));
        assertEquals(Map.of(), doubts(error(0.3, 0.1, null, null, 9e5, 154)));
    }

    @Test
    void heldOutErrorThatIsNoLowerIsTold() {
        assertEquals(
                Map.of(
                        "Held-out error is no lower after compensation than before",
                        List.of("down_proj of layer 5 (the pruned model: 0.300 before, 0.310 after)")),
                doubts(error(0.3, 0.2, 0.3, 0.31, 10.0, 500)));
        assertEquals(1, doubts(error(0.3, 0.2, 0.3, Double.NaN, 10.0, 500)).size());
    }

    @Test
    void heldOutErrorFarAboveTheFittedIsTold() {
        assertEquals(
                Map.of(
                        "Held-out error after compensation is at least twice the fitted one",
                        List.of("down_proj of layer 5 (the pruned model: 2.50 times)")),
                doubts(error(0.5, 0.1, 0.5, 0.25, 10.0, 500)));
    }

    @Test
    void illConditionedRotationsAreTold() {
        Function<Double, Map<String, List<String>>> of =
                condition -> doubts(error(0.3, 0.1, 0.3, 0.12, condition, 500));
        String reason = "The matrix that the rotation comes from is ill-conditioned (above 1e6)";
        assertEquals(Map.of(reason, List.of("down_proj of layer 5 (the pruned model: 2.00e+06)")), of.apply(2e6));
        assertEquals(
                Map.of(reason, List.of("down_proj of layer 5 (the pruned model: ∞)")),
                doubts(error(0.3, 0.1, 0.3, 0.12, null, 500)));
        assertEquals(Map.of(), doubts(new TargetError(4, "down_proj", "ridge", 0.3, 0.1, 0.3, 0.12, null, 500, 0)));
    }

    /** A tenth of 1536 channels is 153.6, of 9 heads of 64 it is 57.6. */
    @Test
    void lowRankIsTold() {
        String reason = "What the target reads has an effective rank below a tenth of its columns";
        assertEquals(
                Map.of(reason, List.of("down_proj of layer 5 (the pruned model: 153 of 1536)")),
                doubts(error(0.3, 0.1, 0.3, 0.12, 10.0, 153)));
        assertEquals(
                Map.of(reason, List.of("o_proj of layer 1 (the pruned model: 57.0 of 576)")),
                doubts(new TargetError(0, "o_proj", "ridge", 0.3, 0.1, 0.3, 0.12, null, 57, 0)));
    }

    @Test
    void targetsThatWereGivenUpAreTold() {
        assertEquals(
                Map.of(
                        "Every attempt at compensation failed, and the kept columns stayed as they were",
                        List.of("o_proj of layer 1 (the pruned model: 4 attempts)")),
                doubts(new TargetError(0, "o_proj", "none", 0.3, 0.3, 0.3, 0.3, null, 500, 4)));
    }

    @Test
    void whatWasNeverToBeCompensatedIsNotDoubted() {
        TargetError none = new TargetError(0, "o_proj", "none", 0.3, 0.3, 0.3, 0.3, null, 5, 1);
        assertEquals(
                List.of(),
                Verdict.of(new MadeUp()
                                .axis("method", "none")
                                .errors(60, List.of(none), "none")
                                .build())
                        .doubts());
    }

    @Test
    void whereNothingWasLostNothingIsDoubted() {
        assertEquals(Map.of(), doubts(error(1e-13, 1e-13, 1e-13, 3e-13, 10.0, 500)));
    }

    @Test
    void theWorstComeFirstAndTheRestIsCounted() {
        List<TargetError> targets = new ArrayList<>();
        for (int layer = 0; layer < 13; layer++) {
            targets.add(new TargetError(layer, "o_proj", "ridge", 0.5, 0.1, 0.5, 0.3 + layer / 1000.0, null, 500, 0));
        }
        Verdict.Doubtful doubt = Verdict.of(new MadeUp()
                        .axis("method", "ridge", "auto")
                        .axis("ratio", "0.1", "0.2")
                        .errors(60, targets, "ridge", "0.1")
                        .errors(60, targets.subList(12, 13), "auto", "0.2")
                        .build())
                .doubts()
                .get(0);
        List<String> first = doubt.first(10);
        assertEquals(11, first.size());
        assertEquals("o_proj of layer 13 (ridge, ratio 0.1: 3.12 times; in 2 of 2 cells)", first.get(0));
        assertTrue(first.get(9).startsWith("o_proj of layer 4 "));
        assertEquals("and 3 more targets", first.get(10));
    }
}
