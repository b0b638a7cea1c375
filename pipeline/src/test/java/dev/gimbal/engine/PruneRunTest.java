package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.Location;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.Perplexity;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelType;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.surgery.OutputVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs on the sample model, a real one: trained, with grouped queries, 8 layers of 8 heads on 4. */
class PruneRunTest {
    @TempDir
    private Path folder;

    private PruneReport prune(String name, String... keysAndTexts) {
        return run(PruneSettingsOf.sample(folder.resolve(name), keysAndTexts));
    }

    private static PruneReport run(PruneSettings settings) {
        return new PruneRun(settings, "test", PruneObserver.SILENT).run();
    }

    private double[] losses(String name) {
        return losses(folder.resolve(name));
    }

    private static double[] losses(Path model) {
        int[][] windows = new int[4][40];
        SplittableRandom random = new SplittableRandom(11);
        for (int[] window : windows) {
            Arrays.setAll(window, i -> random.nextInt(2048));
        }
        PruneSettings settings = PruneSettingsOf.sample(Path.of("unused"));
        try (Session session = Session.open(new Location(model.toString(), model), settings.backend())) {
            return new Perplexity(session.backend(), session.model()).losses(windows, tokens -> {});
        }
    }

    private static String[] and(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "head-unit=group",
                "head-unit=balanced,ratio=0.3",
                "head-unit=expand,budget=units,ratio=0.3,schedule=layer",
                "head-unit=expand,budget=units,ratio=0.3,compensation=bias,score=wifv",
                "head-unit=group,center=true,compensation=ridge",
                "multiple-of=64,compensation=anchored",
                "targets=down_proj,compensation=bias",
                "compensation=auto",
                "compensation=none,sampling=even"
            })
    void theCompactModelComputesWhatTheMaskedOneDoes(String line) {
        String[] settings = line.split("[,=]");
        prune("compact", settings);
        prune("masked", and(settings, "layout", "masked"));
        assertArrayEquals(losses("masked"), losses("compact"), 2e-5);
        assertTrue(OutputVerifier.verify(folder.resolve("compact")).parameters()
                < OutputVerifier.verify(folder.resolve("masked")).parameters());
    }

    @ParameterizedTest
    @CsvSource({"sublayer,rotation", "layer,auto", "sublayer,ridge"})
    void theSameBytesComeOutForAnyNumberOfThreads(String schedule, String compensation) throws IOException {
        byte[] alone = weights("alone", schedule, compensation, "1");
        assertArrayEquals(alone, weights("two", schedule, compensation, "2"));
        assertArrayEquals(alone, weights("five", schedule, compensation, "5"));
    }

    private byte[] weights(String name, String schedule, String compensation, String threads) throws IOException {
        prune(name, "schedule", schedule, "compensation", compensation, "threads", threads);
        return Files.readAllBytes(folder.resolve(name).resolve("model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "rotation", "rotation-scale", "least-squares", "ridge", "anchored", "auto"})
    void whereNothingIsDroppedTheWeightsStayAsTheyWere(String compensation) {
        PruneReport report = prune("all", "ratio", "0", "compensation", compensation);
        assertEquals(0, report.ratio().reached());
        ModelFolder before = ModelFolder.open("../configs/sample/model");
        ModelFolder after = ModelFolder.open(folder.resolve("all").toString());
        ModelWeights old = before.weights();
        ModelWeights kept = after.weights();
        assertEquals(old.shapes(), kept.shapes());
        for (String tensor : old.shapes().keySet()) {
            assertArrayEquals(old.read(tensor), kept.read(tensor), tensor);
        }
    }

    @Test
    void headCountsThatDoNotDivideTheHiddenSizeAreWrittenAsTypesThatLoad() throws IOException {
        prune("mistral", "head-unit", "group", "ratio", "0.25", "budget", "units");
        ModelConfig mistral =
                ModelFolder.open(folder.resolve("mistral").toString()).config();
        assertEquals(ModelType.MISTRAL, mistral.type());
        assertEquals(6, mistral.heads());
        assertEquals(3, mistral.keyValueHeads());
        assertTrue(Files.readString(folder.resolve("mistral/README.md")).contains("*mistral*"));

        prune("granite", "head-unit", "group", "ratio", "0.25", "budget", "units", "center", "true");
        assertEquals(
                ModelType.GRANITE,
                ModelFolder.open(folder.resolve("granite").toString()).config().type());

        prune("llama", "head-unit", "group", "ratio", "0.5", "budget", "units", "center", "true");
        assertEquals(
                ModelType.LLAMA,
                ModelFolder.open(folder.resolve("llama").toString()).config().type());
    }

    @Test
    void compensationRegainsWhatPruningCost() {
        String[] text = {"evaluation", "../configs/sample/evaluation.txt", "evaluation-windows", "60", "ratio", "0.3"};
        PruneReport.Perplexity none = Objects.requireNonNull(
                prune("none", and(text, "compensation", "none")).perplexity());
        PruneReport.Perplexity ridge = Objects.requireNonNull(
                prune("ridge", and(text, "compensation", "ridge")).perplexity());
        assertEquals(none.before(), ridge.before());
        assertTrue(none.after() > 1.02 * none.before(), none.toString());
        assertTrue(ridge.after() < none.after(), ridge + " against " + none);
    }

    @Test
    void globalSelectionComesToTheRatioWithLayersOfDifferentWidths() {
        PruneReport report = prune("global", "selection", "global", "layout", "masked", "ratio", "0.25");
        assertEquals(0.25, report.ratio().reached(), 0.01);
        assertTrue(report.layers().stream()
                        .map(layer -> layer.channels().kept().size())
                        .distinct()
                        .count()
                > 1);
    }

    @Test
    void theReportSaysWhatTheFolderHolds() throws IOException {
        PruneReport report = prune("out", "compensation", "rotation");
        assertEquals(8, report.layers().size());
        assertEquals(20 * 48, report.calibration().tokens());
        assertTrue(report.calibration().heldOutTokens() > 0);
        assertEquals(
                OutputVerifier.verify(folder.resolve("out")).parameters(),
                report.parameters().after());
        for (LayerReport layer : report.layers()) {
            assertTrue(layer.mlp().fitted().after() < layer.mlp().fitted().before());
            assertTrue(layer.attention().heldOut() != null);
        }
        assertTrue(Files.readString(folder.resolve("out/gimbal.json")).contains("\"variance-aware\""));
        assertTrue(Files.exists(folder.resolve("out/tokenizer.json")));
        assertTrue(Files.exists(folder.resolve("out/generation_config.json")));
    }

    @Test
    void aFolderThatExistsIsLeftAloneUnlessItMayBeReplaced() throws IOException {
        prune("out", "seed", "1");
        byte[] first = Files.readAllBytes(folder.resolve("out/model.safetensors"));
        GimbalException refused = assertThrows(GimbalException.class, () -> prune("out", "seed", "2"));
        assertEquals(ExitCode.CANNOT_CREATE, refused.exitCode());
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("out/model.safetensors")));

        prune("out", "seed", "2", "force", "true");
        assertNotEquals(
                Arrays.hashCode(first), Arrays.hashCode(Files.readAllBytes(folder.resolve("out/model.safetensors"))));

        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "years of work");
        assertThrows(GimbalException.class, () -> prune("foreign", "force", "true"));
        assertTrue(Files.exists(foreign.resolve("thesis.txt")));
    }

    @Test
    void aRunThatFailsLeavesNothingBehind() throws IOException {
        Path text = folder.resolve("short.txt");
        Files.writeString(text, "Too short.");
        GimbalException failure =
                assertThrows(GimbalException.class, () -> prune("out", "calibration", text.toString()));
        assertEquals(ExitCode.DATA, failure.exitCode());
        assertFalse(Files.exists(folder.resolve("out")));
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }
}
