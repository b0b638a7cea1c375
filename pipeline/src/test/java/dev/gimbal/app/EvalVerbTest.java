package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.EvalCatalogue;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.config.TaskSettings;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.Stage;
import dev.gimbal.evaluation.zeroshot.Accuracy;
import dev.gimbal.evaluation.zeroshot.TaskResult;
import dev.gimbal.evaluation.zeroshot.ZeroShotResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvalVerbTest {
    private static final Path FOLDER = Path.of("/base");

    private static final ZeroShotResult TASKS = new ZeroShotResult(
            List.of(
                    new TaskResult(
                            "piqa",
                            "p.jsonl",
                            1838,
                            new Accuracy(0.68, 0.0109),
                            new Accuracy(0.695, Double.NaN),
                            2,
                            100_000,
                            50),
                    new TaskResult("boolq", "b.jsonl", 60, new Accuracy(0.6, 0.0638), null, 0, 9_000, 12.5)),
            0.64,
            0.6475);

    private @Nullable EvalSettings asked;

    private final Session session = new Session(FOLDER, new EvalVerb(this::evaluate));

    private EvalReport evaluate(EvalSettings settings, PruneObserver observer) {
        asked = settings;
        observer.stageStarted(Stage.EVALUATE, 0, 0, 1000);
        observer.tokensDone(1000);
        boolean text = settings.evaluation() != null;
        return new EvalReport(
                "m",
                text ? "t" : null,
                text ? 12.34567 : null,
                text ? 7 : null,
                text ? 128 : null,
                text ? 896L : null,
                text ? 1000L : null,
                text ? 2.0 : null,
                settings.tasks() == null ? null : TASKS,
                "cpu: OpenBLAS",
                Map.of("gram", 0.5));
    }

    @Test
    void flagsAreTheCatalogues() {
        List<String> flags = new ArrayList<>(session.run("eval", "--help")
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("--"))
                .map(line -> line.replaceFirst("[ =\\[].*", ""))
                .toList());
        assertTrue(flags.removeAll(List.of("--debug", "--log-format")));
        assertEquals(EvalCatalogue.ALL.settings().stream().map(Setting::flag).toList(), flags);
    }

    @Test
    void whatIsAskedIsPassedOn() {
        Session.Outcome outcome =
                session.run("eval", "--model=m", "--text", "t", "--seq", "64", "--windows", "3", "--threads", "2");
        assertEquals(0, outcome.code(), outcome.err());
        EvalSettings settings = Objects.requireNonNull(asked);
        EvaluationSettings text = Objects.requireNonNull(settings.evaluation());
        assertNull(settings.tasks());
        assertEquals(FOLDER.resolve("m"), settings.model().path());
        assertEquals(FOLDER.resolve("t"), text.text().path());
        assertEquals(64, text.seq());
        assertEquals(OptionalInt.of(3), text.windows());
        assertEquals(2, settings.backend().threads());
    }

    @Test
    void theResultIsForPeopleOrForPrograms() throws IOException {
        Session.Outcome text = session.run("eval", "--model=m", "--text=t");
        assertEquals("""
                perplexity  12.3457
                windows     7 of 128 tokens each, none overlapping
                tokens      896 of the text's 1,000
                seconds     2.0 (448 tokens a second) on cpu: OpenBLAS
                """, text.out());
        assertEquals("gimbal: measuring perplexity\n", text.err());
        Session.Outcome json = session.run("eval", "--model=m", "--text=t", "--format=json");
        assertEquals(
                12.34567,
                new ObjectMapper().readTree(json.out()).at("/perplexity").doubleValue());
        assertEquals(
                1000, new ObjectMapper().readTree(json.out()).at("/text_tokens").intValue());
        assertEquals("", json.err());
    }

    @Test
    void tasksAreNamedByPathAndMayGoWithAText() {
        Session.Outcome outcome = session.run(
                "eval", "--model=m", "--text=t", "--tasks", "data,arc_easy=x/y.jsonl", "--limit=9", "--items", "i");
        assertEquals(0, outcome.code(), outcome.err());
        TaskSettings tasks =
                Objects.requireNonNull(Objects.requireNonNull(asked).tasks());
        assertEquals(
                List.of(FOLDER.resolve("data"), FOLDER.resolve("x/y.jsonl")),
                tasks.places().stream().map(place -> place.place().path()).toList());
        assertNull(tasks.places().get(0).task());
        assertEquals("arc_easy", tasks.places().get(1).task());
        assertEquals(OptionalInt.of(9), tasks.limit());
        assertEquals(FOLDER.resolve("i"), Objects.requireNonNull(tasks.items()).path());
        assertTrue(outcome.out().startsWith("perplexity  12.3457\n"), outcome.out());
        assertTrue(outcome.out().contains("\n\n task"), outcome.out());
    }

    @Test
    void accuraciesAreForPeopleOrForPrograms() throws IOException {
        assertEquals("""
                 task  items         acc %  acc_norm %  seconds  tokens/s
                 piqa  1,838  68.00 ± 1.09       69.50     50.0     2,000
                boolq     60  60.00 ± 6.38           -     12.5       720
                 mean  1,898         64.00       64.75     62.5     1,744
                The mean of acc_norm takes acc where a task has no acc_norm.
                on cpu: OpenBLAS
                """, session.run("eval", "--model=m", "--tasks=d").out());
        JsonNode report = new ObjectMapper()
                .readTree(session.run("eval", "--model=m", "--tasks=d", "--format=json")
                        .out());
        assertTrue(report.path("perplexity").isNull() && report.path("text").isNull());
        assertEquals(0.64, report.at("/zero_shot/mean_acc").doubleValue());
        assertEquals(0.68, report.at("/zero_shot/tasks/0/acc/value").doubleValue());
        assertTrue(report.at("/zero_shot/tasks/0/acc_norm/stderr").isNull());
        assertTrue(report.at("/zero_shot/tasks/1/acc_norm").isNull());
    }

    @Test
    void somethingHasToBeMeasured() {
        assertEquals(64, session.run("eval", "--model=m").code());
        assertEquals(
                "gimbal: There is nothing to measure: add --text FILE for perplexity, --tasks PATH for zero-shot tasks, or"
                        + " both\n",
                session.run("eval", "--model=m").err());
    }

    @Test
    void aFlagThatGoesWithAnotherIsRefusedAlone() {
        for (String[] alone : new String[][] {
            {"--tasks=d", "--windows=3", "--windows goes with --text"},
            {"--text=t", "--limit=3", "--limit goes with --tasks"},
            {"--text=t", "--items=i", "--items goes with --tasks"}
        }) {
            Session.Outcome outcome = session.run("eval", "--model=m", alone[0], alone[1]);
            assertEquals(64, outcome.code());
            assertTrue(outcome.err().contains(alone[2]), outcome.err());
        }
    }
}
