package dev.gimbal.evaluation.zeroshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.evaluation.zeroshot.scoring.EncodedTask;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.evaluation.zeroshot.tasks.TaskItem;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.Refusal;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sample model on small tasks in every format, against lm-evaluation-harness. */
class ZeroShotTest {
    private static final ModelFolder SAMPLE = ModelFolder.open("../configs/sample/model");

    private static TaskScores measure(Task task) {
        try (Backend backend = CpuBackend.open(2)) {
            LlamaModel model = new LlamaModel(backend, SAMPLE.config(), SAMPLE.weights());
            ZeroShot zeroShot = new ZeroShot(backend, SAMPLE, model, 1 << 20);
            EncodedTask encoded = zeroShot.encode(List.of(task)).get(0);
            return zeroShot.measure(encoded, tokens -> {});
        }
    }

    private static Task task(TaskItem... items) {
        return new Task("t", "t.jsonl", List.of(items), true);
    }

    private static TaskItem item(String context, String... continuations) {
        return new TaskItem(
                Arrays.stream(continuations)
                        .map(continuation -> new TaskItem.Answer(context, continuation))
                        .toList(),
                0,
                7);
    }

    @Test
    void findsTheHarnesssLikelihoodsAndAccuracies() throws IOException {
        JsonNode golden = Golden.answers();
        for (Task task : Golden.tasks().values()) {
            TaskScores scores = measure(task);
            JsonNode items = golden.path(task.name()).path("items");
            for (int i = 0; i < scores.items().size(); i++) {
                JsonNode expected = items.path(i).path("log_likelihoods");
                List<Double> found = scores.items().get(i).logLikelihoods();
                assertEquals(expected.size(), found.size());
                for (int answer = 0; answer < found.size(); answer++) {
                    double likelihood = expected.path(answer).doubleValue();
                    assertEquals(likelihood, found.get(answer), 1e-3, task.name() + ", item " + i + ", " + answer);
                }
            }
            assertMetrics(golden.path(task.name()).path("metrics"), scores.result());
        }
    }

    private static void assertMetrics(JsonNode expected, TaskResult result) {
        assertEquals(expected.path("acc,none").doubleValue(), result.acc().value(), 1e-12, result.task());
        assertEquals(expected.has("acc_norm,none"), result.accNorm() != null, result.task());
        assertEquals(
                expected.has("acc_stderr,none"), Double.isFinite(result.acc().stderr()), result.task());
        if (expected.has("acc_stderr,none")) {
            assertEquals(
                    expected.path("acc_stderr,none").doubleValue(), result.acc().stderr(), 1e-12);
        }
        if (result.accNorm() != null) {
            assertEquals(
                    expected.path("acc_norm,none").doubleValue(),
                    result.accNorm().value(),
                    1e-12);
        }
    }

    @Test
    void aContextOfBlanksAloneIsAsGoodAsNone() {
        TaskScores blank = measure(task(item(" \n", "x")));
        TaskScores none = measure(task(item("", "x")));
        assertTrue(Double.isFinite(blank.items().get(0).logLikelihoods().get(0)));
        // Its blanks are scored with the continuation, as those at any context's end are.
        assertTrue(blank.items().get(0).logLikelihoods().get(0)
                < none.items().get(0).logLikelihoods().get(0));
    }

    @Test
    void aContextThatIsTooLongLosesItsBeginning() {
        String end = " the river runs to the sea".repeat(60); // far more than 256 tokens
        TaskScores scores = measure(task(item("Rain falls." + end, "and ends"), item("Snow lies." + end, "and ends")));
        assertTrue(scores.items().get(0).cut() && scores.items().get(1).cut());
        assertEquals(2, scores.result().cut());
        assertEquals(
                scores.items().get(0).logLikelihoods(), scores.items().get(1).logLikelihoods());
        assertFalse(
                measure(task(item("Rain falls.", "and ends"))).items().get(0).cut());
    }

    @Test
    void anAnswerThatIsTooLongIsRefusedWithItsLine() {
        Refusal.ofData(() -> measure(task(item("a", "word ".repeat(400)))), "line 7 of t.jsonl", "256 positions");
    }

    @Test
    void theMeanCountsEachTaskOnceAndTakesAccWhereThereIsNoOther() {
        TaskItem one = item("a", "b");
        Task normed = new Task("n", "n", List.of(one, one), true);
        Task plain = new Task("p", "p", List.of(one), false);
        ItemScores right = new ItemScores(1, List.of(-2.0, -3.0), List.of(1, 3), 0, false); // -2 and -1 by character
        ItemScores wrong = new ItemScores(1, List.of(-3.0, -2.0), List.of(1, 1), 0, false);
        ZeroShotResult result = ZeroShotResult.of(List.of(
                new TaskScores(normed, List.of(right, wrong), 10, 1), new TaskScores(plain, List.of(right), 10, 2)));
        assertEquals(0.75, result.meanAcc());
        assertEquals(0.5, result.meanAccNorm());
        assertNull(result.tasks().get(1).accNorm());
        assertEquals(3, result.seconds());
    }

    @Test
    void ofEquallyLikelyAnswersTheFirstIsChosen() {
        ItemScores scores = new ItemScores(1, List.of(-4.0, -2.0, -2.0, -4.0), List.of(4, 2, 1, 4), 1, false);
        assertEquals(1, scores.chosen());
        assertEquals(0, scores.chosenByLength()); // -1, -1, -2, -1 by character
    }

    @Test
    void theStandardErrorIsTheSamplesByTheRootOfItsSize() {
        for (int n = 2; n < 40; n++) {
            for (int right = 0; right <= n; right++) {
                double mean = (double) right / n;
                double squares = right * (1 - mean) * (1 - mean) + (n - right) * mean * mean;
                double expected = Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
                assertEquals(expected, Accuracy.of(right, n).stderr(), 1e-12);
            }
        }
        assertTrue(Double.isNaN(Accuracy.of(1, 1).stderr()));
    }
}
