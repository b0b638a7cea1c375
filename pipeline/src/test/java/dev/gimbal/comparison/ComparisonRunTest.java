package dev.gimbal.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.ShortModel;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.Location;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.engine.EvalRun;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneRun;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.Speed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonRunTest {
    private static final String[] TWO = {"vary.method", "rotation,ridge", "vary.ratio", "0.3"};

    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void write() throws IOException {
        model = ShortModel.write(folder.resolve("model"), 2);
        output = folder.resolve("out");
    }

    private CompareSettings asked(String... keysAndTexts) {
        return Asked.of(model, output, keysAndTexts);
    }

    /** Counts what it hears, and asks for an end when it has heard so much. */
    private static final class Listener implements ComparisonObserver {
        private final List<String> begun = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final ComparisonRun run = new ComparisonRun(new RealDisk(), "test", this);
        private int untilStop;

        Listener(int untilStop) {
            this.untilStop = untilStop;
        }

        private PruneObserver started(String what) {
            begun.add(what);
            return new PruneObserver() {
                @Override
                public void stageStarted(Stage stage, int layer, int layers, long tokens) {
                    if (--untilStop == 0) {
                        run.stop("SIGTEST");
                    }
                }
            };
        }

        @Override
        public PruneObserver denseStarted() {
            return started("dense");
        }

        @Override
        public PruneObserver cellStarted(Cell cell, int index, int of, double secondsLeft) {
            assertEquals(begun.stream().allMatch("dense"::equals), Double.isNaN(secondsLeft));
            return started(index + "/" + of + " " + cell.words());
        }

        @Override
        public void ended() {
            // Every beginning is noted.
        }

        @Override
        public void warned(String message) {
            warnings.add(message);
        }
    }

    private static Listener compare(CompareSettings settings) {
        Listener listener = new Listener(0);
        listener.run.run(settings);
        return listener;
    }

    private static Comparison result(CompareSettings settings) {
        return new Listener(0).run.run(settings);
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void assertSameFigures(List<CellResult> expected, List<CellResult> cells) {
        assertEquals(expected.size(), cells.size());
        for (int i = 0; i < expected.size(); i++) {
            CellResult one = expected.get(i);
            CellResult other = cells.get(i);
            assertEquals(one.id(), other.id());
            assertEquals(
                    Objects.requireNonNull(one.perplexity()).perplexity(),
                    Objects.requireNonNull(other.perplexity()).perplexity());
            assertEquals(one.targets(), other.targets());
            assertEquals(one.parameters(), other.parameters());
        }
    }

    @Test
    void aCellIsWhatARunAndAnEvaluationOfItsSettingsSay() throws IOException {
        Comparison comparison = result(asked(TWO));
        assertEquals(2, comparison.planned());
        assertEquals(
                Set.of("report.html", "report.md", "results.csv", "results.jsonl"),
                names(),
                "models of finished cells are gone");
        Speed speed = Objects.requireNonNull(comparison.cells().get(0).speed());
        assertSame(speed, comparison.cells().get(1).speed(), "models of one shape are measured once");
        assertTrue(speed.pairs() >= 1 && speed.ofDense() > 0 && speed.tokensPerSecond() > 0, speed.toString());
        for (CellResult cell : comparison.cells()) {
            Cell planned = Grid.of(asked(TWO)).cells().stream()
                    .filter(one -> one.id().equals(cell.id()))
                    .findFirst()
                    .orElseThrow();
            Path alone = folder.resolve("alone-" + cell.id());
            PruneSettings settings =
                    PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, CellFlags.with(planned.written(), alone)));
            var report = new PruneRun(settings, "test", PruneObserver.SILENT).run();
            EvalRun.Measured measured = EvalRun.run(
                    new EvalSettings(
                            new Location(alone.toString(), alone), asked(TWO).evaluation(), null, settings.backend()),
                    PruneObserver.SILENT);
            assertEquals(
                    Objects.requireNonNull(measured.text()).result().perplexity(),
                    Objects.requireNonNull(cell.perplexity()).perplexity());
            assertEquals(report.ratio().reached(), cell.ratioReached());
            assertEquals(report.parameters().after(), cell.parameters());
            assertEquals(report.parameters().before(), comparison.dense().parameters());
            assertEquals(4, cell.targets().size());
            assertEquals(
                    report.layers().get(1).mlp().fitted().after(),
                    cell.targets().get(3).fittedAfter());
            assertEquals("o_proj", cell.targets().get(2).target());
            assertEquals(1, cell.targets().get(2).layer());
            assertEquals(
                    Objects.requireNonNull(report.layers().get(1).attention().heldOut())
                            .before(),
                    cell.targets().get(2).heldOutBefore());
            assertTrue(cell.bytes() < comparison.dense().bytes() && cell.bytes() > 0);
        }
    }

    @Test
    void whatIsThereIsNeverComputedAgainAndAGridMayGrow() {
        Comparison first = result(asked(TWO));
        assertEquals(List.of(), compare(asked(TWO)).begun);
        Listener more = compare(asked("vary.method", "none,ridge,rotation", "vary.ratio", "0.3"));
        assertEquals(List.of("1/3 method none, ratio 0.3"), more.begun);
        Comparison all = result(asked("vary.method", "none,ridge,rotation", "vary.ratio", "0.3"));
        assertSameFigures(
                List.of(first.cells().get(1), first.cells().get(0)), all.cells().subList(1, 3));
        assertEquals(
                List.of("dense", "1/2 method rotation, ratio 0.3", "2/2 method ridge, ratio 0.3"),
                compare(Asked.of(model, output, "vary.method", "rotation,ridge", "vary.ratio", "0.3", "force", "true"))
                        .begun);
    }

    /** Stages of: the dense model 2, then of each cell 1 + 2 layers * 2 + 1 of the run and 2 of its evaluation. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 8, 9, 10, 11, 15, 18})
    void stoppedAnywhereItGoesOnToTheSameFigures(int stage) {
        Comparison expected = result(Asked.of(model, folder.resolve("whole"), TWO));
        Listener stopped = new Listener(stage);
        GimbalException end = assertThrows(GimbalException.class, () -> stopped.run.run(asked(TWO)));
        assertEquals(ExitCode.TRY_AGAIN, end.exitCode());
        assertEquals(
                "Stopped by SIGTEST; start the same command again to go on, finished cells are kept.",
                end.getMessage());
        Listener goesOn = new Listener(0);
        assertSameFigures(expected.cells(), goesOn.run.run(asked(TWO)).cells());
        assertEquals(List.of(), goesOn.warnings);
        assertEquals(expected.dense().parameters(), result(asked(TWO)).dense().parameters());
    }

    @Test
    void aLineThatACrashHasCutIsComputedAgain() throws IOException {
        Comparison expected = result(asked(TWO));
        Path results = output.resolve("results.jsonl");
        byte[] bytes = Files.readAllBytes(results);
        Files.write(results, java.util.Arrays.copyOf(bytes, bytes.length - 20));
        assertEquals(List.of("2/2 method ridge, ratio 0.3"), compare(asked(TWO)).begun);
        assertEquals(4, Files.readAllLines(results).size());
        assertSameFigures(expected.cells(), result(asked(TWO)).cells());
        Files.writeString(results, "{\"cell\":3}\n", StandardOpenOption.APPEND);
        refuses(ExitCode.DATA, "Line 5 of " + results, asked(TWO));
    }

    @Test
    void resultsOfSomethingElseDoNotGoBesideEachOther() throws IOException {
        compare(asked(TWO));
        refuses(
                ExitCode.DATA,
                "is of another windows of the evaluation",
                asked("vary.ratio", "0.3", "evaluation-windows", "4"));
        Path text = Files.writeString(
                folder.resolve("text"),
                Files.readString(Path.of("../configs/sample/calibration.txt")).substring(1));
        refuses(ExitCode.DATA, "is of another calibration text", asked("vary.ratio", "0.3", "calibration", text + ""));
        Files.writeString(model.resolve("config.json"), " ", StandardOpenOption.APPEND);
        refuses(ExitCode.DATA, "is of another model config.json", asked(TWO));
    }

    private static void refuses(ExitCode code, String sentence, CompareSettings settings) {
        GimbalException refused = assertThrows(GimbalException.class, () -> compare(settings));
        assertEquals(code, refused.exitCode(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused.getMessage());
    }

    @Test
    void onlyAComparisonsFolderIsUsedAndByOneAtATime() throws IOException {
        Files.createDirectories(output);
        Files.writeString(output.resolve("mine"), "precious");
        refuses(ExitCode.CANNOT_CREATE, "holds something else than a comparison", asked(TWO));
        assertEquals(Set.of("mine"), names());
        Files.delete(output.resolve("mine"));
        try (ComparisonFolder held = ComparisonFolder.open(asked(TWO).output(), false)) {
            assertTrue(Files.isDirectory(held.path()));
            refuses(ExitCode.TRY_AGAIN, "Another comparison is at work in", asked(TWO));
        }
        Path file = Files.writeString(folder.resolve("file"), "");
        refuses(ExitCode.CANNOT_CREATE, "Cannot make the folder", Asked.of(model, file.resolve("in"), TWO));
    }

    @Test
    void modelsThatAreKeptCanBeMeasuredAgain() {
        Comparison comparison = result(asked("vary.method", "ridge", "keep-models", "true"));
        CellResult cell = comparison.cells().get(0);
        Path kept = output.resolve("models").resolve(cell.id());
        EvalRun.Measured measured = EvalRun.run(
                new EvalSettings(
                        new Location(kept.toString(), kept),
                        asked(TWO).evaluation(),
                        null,
                        asked(TWO).backend()),
                PruneObserver.SILENT);
        assertEquals(
                Objects.requireNonNull(cell.perplexity()).perplexity(),
                Objects.requireNonNull(measured.text()).result().perplexity());
        assertFalse(Files.exists(kept.resolveSibling(cell.id() + ".run")));
    }
}
