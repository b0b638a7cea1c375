package dev.gimbal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneSettingsTest {
    @TempDir
    private Path folder;

    private SettingValues values(String... keysAndTexts) {
        Map<String, String> written = new LinkedHashMap<>(Map.of("model", "m", "output", "o", "calibration", "c"));
        for (int i = 0; i < keysAndTexts.length; i += 2) {
            written.put(keysAndTexts[i], keysAndTexts[i + 1]);
        }
        return SettingValues.of(
                PruneCatalogue.ALL,
                written.entrySet().stream()
                        .map(entry -> new Written(
                                PruneCatalogue.ALL.find(entry.getKey()).orElseThrow(),
                                entry.getValue(),
                                folder,
                                new Origin.Flag()))
                        .toList());
    }

    private PruneSettings settings(String... keysAndTexts) {
        return PruneSettings.of(values(keysAndTexts));
    }

    @Test
    void whatIsNotSetIsAsDocumented() {
        PruneSettings settings = settings();
        assertEquals(
                new MethodSettings(
                        0.2,
                        ScoreKind.VARIANCE_AWARE,
                        SelectionKind.UNIFORM,
                        HeadUnit.AUTO,
                        Budget.PARAMETERS,
                        CompensationKind.AUTO,
                        Set.of(Target.O_PROJ, Target.DOWN_PROJ),
                        false,
                        1,
                        PolarSolver.SVD,
                        0,
                        Schedule.SUBLAYER,
                        8,
                        1,
                        0),
                settings.method());
        assertEquals(128, settings.calibration().windows());
        assertEquals(128, settings.calibration().seq());
        assertEquals(Sampling.RANDOM, settings.calibration().sampling());
        assertEquals(
                new BackendSettings(BackendKind.AUTO, Runtime.getRuntime().availableProcessors(), null),
                settings.backend());
        assertEquals(Layout.COMPACT, settings.layout());
        assertEquals(false, settings.force());
        assertNull(settings.evaluation());
    }

    @Test
    void everySettingReachesItsPlace() {
        PruneSettings settings = settings(
                "ratio",
                "0.5",
                "score",
                "wifv",
                "selection",
                "global",
                "layout",
                "masked",
                "head-unit",
                "balanced",
                "compensation",
                "anchored",
                "targets",
                "down_proj",
                "center",
                "true",
                "lambda",
                "0.25",
                "rotation.solver",
                "newton-schulz",
                "rotation.regularization",
                "0.5",
                "schedule",
                "layer",
                "holdout",
                "4",
                "multiple-of",
                "64",
                "seed",
                "-7",
                "windows",
                "16",
                "seq",
                "32",
                "sampling",
                "even",
                "evaluation",
                "e",
                "evaluation-windows",
                "9",
                "backend",
                "cpu",
                "threads",
                "3",
                "force",
                "true");
        assertEquals(
                new MethodSettings(
                        0.5,
                        ScoreKind.WIFV,
                        SelectionKind.GLOBAL,
                        HeadUnit.BALANCED,
                        Budget.PARAMETERS,
                        CompensationKind.ANCHORED,
                        Set.of(Target.DOWN_PROJ),
                        true,
                        0.25,
                        PolarSolver.NEWTON_SCHULZ,
                        0.5,
                        Schedule.LAYER,
                        4,
                        64,
                        -7),
                settings.method());
        assertEquals(
                new CalibrationSettings(new Location("c", folder.resolve("c")), 16, 32, Sampling.EVEN, -7),
                settings.calibration());
        assertEquals(
                new EvaluationSettings(new Location("e", folder.resolve("e")), 32, OptionalInt.of(9)),
                settings.evaluation());
        assertEquals(new BackendSettings(BackendKind.CPU, 3, null), settings.backend());
        assertEquals(Layout.MASKED, settings.layout());
        assertEquals(true, settings.force());
        assertEquals(Budget.UNITS, settings("budget", "units").method().budget());
    }

    @Test
    void settingsThatContradictEachOtherAreRefusedWithWhatToDo() {
        assertContradiction("set holdout to 8", "compensation", "auto", "holdout", "0");
        assertContradiction("set more windows", "compensation", "auto", "windows", "7");
        assertContradiction("set layout to masked", "selection", "global");
        assertContradiction("set budget to parameters", "selection", "global", "layout", "masked", "budget", "units");
        assertContradiction("name the text to measure", "evaluation-windows", "3");
        assertContradiction("name another one", "output", "m");
        assertContradiction("name another one", "output", ".");
        assertContradiction("name another one", "output", "x", "evaluation", "x/e.txt");
        settings("compensation", "auto", "windows", "8");
        settings("compensation", "ridge", "windows", "1");
        assertContradiction("compensation to ridge", "windows", "1");
        assertContradiction("compensation to ridge", "holdout", "0");
        settings("selection", "global", "layout", "masked");
        settings("model", ".", "output", "o", "calibration", "c");
    }

    private void assertContradiction(String advice, String... keysAndTexts) {
        GimbalException refused = assertThrows(GimbalException.class, () -> settings(keysAndTexts));
        assertTrue(String.valueOf(refused.getMessage()).contains(advice), refused.getMessage());
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
    }

    @Test
    void anOutputThatIsALinkToTheModelIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("m"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("m"));
        assertContradiction("name another one", "output", "link");
    }

    @Test
    void aRequiredSettingThatIsMissingIsAskedFor() {
        GimbalException refused =
                assertThrows(GimbalException.class, () -> SettingValues.of(PruneCatalogue.ALL, java.util.List.of()));
        assertEquals(
                "--model is missing: add --model DIR, the folder of the model to prune, or its Hugging Face name"
                        + " (org/name)",
                refused.getMessage());
        assertEquals(ExitCode.USAGE, refused.exitCode());
    }

    @Test
    void whatIsInForceWrittenAsJsonIsAConfigurationThatSaysTheSame() throws IOException {
        Random random = new Random(3);
        Path file = folder.resolve("again.conf");
        for (int i = 0; i < 100; i++) {
            SettingValues before = SettingValues.of(
                    PruneCatalogue.ALL,
                    PruneCatalogue.ALL.settings().stream()
                            .filter(setting -> setting.isRequired() || random.nextBoolean())
                            .map(setting ->
                                    new Written(setting, text(setting.type(), random), folder, new Origin.Flag()))
                            .toList());
            new ObjectMapper().writeValue(file.toFile(), before.plain());
            SettingValues after =
                    SettingValues.of(PruneCatalogue.ALL, SettingsFile.read(PruneCatalogue.ALL, file, folder));
            for (Setting<?> setting : PruneCatalogue.ALL.settings()) {
                assertEquals(before.<Object>find(any(setting)), after.find(any(setting)), setting.key());
            }
        }
    }

    @SuppressWarnings("unchecked") // Whatever its value, it is an object.
    private static Setting<Object> any(Setting<?> setting) {
        return (Setting<Object>) setting;
    }

    private static String text(SettingType<?> type, Random random) {
        if (type instanceof SettingType.Real real) {
            return Double.toString(real.closed() ? random.nextInt(9) * 1e-5 : random.nextDouble());
        } else if (type instanceof SettingType.Whole whole) {
            return Integer.toString(whole.min() + random.nextInt(whole.max() - whole.min() + 1));
        } else if (type instanceof SettingType.Seed) {
            return Long.toString(random.nextLong());
        } else if (type instanceof SettingType.Place) {
            String[] names = {"a", "../b c", "/d/\"e\"", "\u00fc#$", "org/name", "${x}", "a\\b"};
            return names[random.nextInt(names.length)];
        } else if (type instanceof SettingType.Listen) {
            return (random.nextBoolean() ? "[::]:" : "") + random.nextInt(65_536);
        } else if (type instanceof SettingType.Size) {
            return (1 + random.nextInt(5000)) + (random.nextBoolean() ? "m" : "g");
        } else if (type instanceof SettingType.Choices) {
            return random.nextBoolean() ? "o_proj" : "o_proj,down_proj";
        }
        String[] choices = type.placeholder().split("\\|", -1);
        return choices[random.nextInt(choices.length)];
    }

    @Test
    void evalSettingsReachTheirPlaces() {
        Map<String, String> texts = Map.of("model", "m", "text", "t", "seq", "64", "windows", "5", "threads", "2");
        EvalSettings settings = EvalSettings.of(SettingValues.of(
                EvalCatalogue.ALL,
                texts.entrySet().stream()
                        .map(entry -> new Written(
                                EvalCatalogue.ALL.find(entry.getKey()).orElseThrow(),
                                entry.getValue(),
                                folder,
                                new Origin.Flag()))
                        .collect(Collectors.toList())));
        assertEquals(folder.resolve("m"), settings.model().path());
        assertEquals(
                new EvaluationSettings(new Location("t", folder.resolve("t")), 64, OptionalInt.of(5)),
                settings.evaluation());
        assertEquals(2, Objects.requireNonNull(settings.backend()).threads());
    }
}
