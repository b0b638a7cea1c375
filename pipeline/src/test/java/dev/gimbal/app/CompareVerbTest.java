package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.comparison.Cell;
import dev.gimbal.comparison.ComparisonObserver;
import dev.gimbal.config.CompareCatalogue;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.DenseResult;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.Protocol;
import dev.gimbal.evaluation.comparison.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareVerbTest {
    @TempDir
    private Path folder;

    private @Nullable CompareSettings asked;

    private Session session() {
        return new Session(folder, new CompareVerb(this::compare));
    }

    private Comparison compare(CompareSettings settings, ComparisonObserver observer) {
        asked = settings;
        observer.denseStarted().warned("dense matter");
        observer.ended();
        Cell cell = new Cell("c", Map.of("method", "flap"), List.of());
        observer.cellStarted(cell, 1, 3, Double.NaN);
        observer.ended();
        observer.cellStarted(cell, 2, 3, 75).tokensDone(3);
        observer.ended();
        observer.warned("left out");
        return new Comparison(
                new Subject("m", "LlamaForCausalLM", 2, 8, 2, 2, 4, 16, 100),
                new Protocol("1", "cpu", "c.txt", "e.txt", 128, Map.of()),
                List.of(),
                new DenseResult(1000, 2000, new PerplexityScore(12.5, 4, 128), List.of()),
                List.of(),
                3);
    }

    private Session.Outcome run(String... more) {
        List<String> words = new ArrayList<>(
                List.of("compare", "--model=m", "--calibration=c.txt", "--evaluation=e.txt", "--output=o"));
        words.addAll(List.of(more));
        return session().run(words.toArray(String[]::new));
    }

    @Test
    void flagsAreTheCatalogues() {
        List<String> flags = new ArrayList<>(session()
                .run("compare", "--help")
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("--"))
                .map(line -> line.replaceFirst("[ =\\[].*", ""))
                .toList());
        assertTrue(flags.removeAll(List.of("--debug", "--log-format", "--config")));
        assertEquals(CompareCatalogue.ALL.settings().stream().map(Setting::flag).toList(), flags);
    }

    @Test
    void aFileAndFlagsSayWhatIsVaried() throws IOException {
        Files.writeString(folder.resolve("g.conf"), """
                evaluation-windows = 7
                keep-models = true
                vary { method = [flap, ridge], seed = [3, 4] }
                """);
        Session.Outcome outcome = run("--config=g.conf", "--vary-seed=5");
        assertEquals(0, outcome.code(), outcome.err());
        CompareSettings settings = Objects.requireNonNull(asked);
        assertEquals(
                List.of("method [flap, ridge]", "seed [5]"),
                settings.axes().stream()
                        .map(axis -> axis.key() + " " + axis.texts())
                        .toList());
        assertTrue(settings.keepModels());
        assertEquals(7, Objects.requireNonNull(settings.evaluation()).windows().orElseThrow());
        assertEquals(folder.resolve("o"), settings.output().path());
        assertNull(settings.tasks());
    }

    @Test
    void everyCellIsALineAndTheReportIsNamed() {
        Session.Outcome outcome = run("--vary-method=flap");
        assertEquals("""
                gimbal: the dense model
                gimbal: warning: dense matter
                gimbal: cell 1 of 3: method flap
                gimbal: cell 2 of 3: method flap; about 1 min 15 s left
                gimbal: warning: left out
                """, outcome.err());
        assertTrue(outcome.out().contains("3 cells"), outcome.out());
        assertTrue(outcome.out().endsWith("report      o/report.html\n"), outcome.out());
    }

    @Test
    void aDryRunListsTheCellsAndComputesNothing() throws IOException {
        Session.Outcome outcome = run("--vary-method=none,ridge", "--vary-lambda=0.1,1", "--dry-run");
        assertEquals(0, outcome.code(), outcome.err());
        assertNull(asked);
        assertTrue(outcome.out().contains("method ridge, lambda 0.1 "), outcome.out());
        assertTrue(
                outcome.out().contains("cells       3; 4 combinations, of which 1 are the same model as another\n"),
                outcome.out());
        JsonNode json = new ObjectMapper()
                .readTree(run("--vary-method=none,ridge", "--dry-run", "--format=json")
                        .out());
        assertEquals("ridge", json.at("/cells/1/varied/method").asText());
        assertEquals(2, json.get("dense_measured_instead_of").asInt());
    }

    private void refused(int code, String sentence, String... more) {
        Session.Outcome outcome = run(more);
        assertEquals(code, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(sentence), outcome.err());
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        refused(64, "Nothing is varied: add --vary-method");
        refused(
                64,
                "--vary-ratio must be a list of values, none twice, each a number from 0 to below 1, not '0.1,2'",
                "--vary-ratio=0.1,2");
        refused(64, "not '0.1,0.1'", "--vary-ratio=0.1,0.1");
        refused(
                64,
                "--vary-method must be a list of values, none twice, each one of none, wanda-sp,",
                "--vary-method=flop");
        refused(
                78,
                "vary.method and vary.score both decide score; vary one of them",
                "--vary-method=flap,ridge",
                "--vary-score=wifv,random");
        refused(78, "limit is set and tasks is not", "--vary-ratio=0.1", "--limit=3");
        Session.Outcome nothing =
                session().run("compare", "--model=m", "--calibration=c", "--output=o", "--vary-ratio=0.1");
        assertEquals(64, nothing.code());
        assertTrue(nothing.err().contains("There is nothing to compare by: add --evaluation FILE"), nothing.err());
    }
}
