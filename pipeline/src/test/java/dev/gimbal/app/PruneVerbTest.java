package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Setting;
import dev.gimbal.config.SettingType;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PruneVerbTest {
    private static final String[] REQUIRED = {"prune", "--model", "m", "--output", "o", "--calibration", "c"};

    @TempDir
    private Path folder;

    private @Nullable PruneSettings asked;

    private Session session() {
        return new Session(folder, new PruneVerb(this::prune));
    }

    /** A run of two layers, without any arithmetic. */
    private PruneReport prune(PruneSettings settings, List<Written> written, PruneObserver observer, Console console) {
        asked = settings;
        assertEquals(
                settings.written(),
                SettingValues.of(PruneCatalogue.ALL, written).plain(),
                "what was written says the same");
        observer.stageStarted(Stage.LOAD, 0, 0, 0);
        for (int layer = 0; layer < 2; layer++) {
            for (Stage stage : List.of(Stage.ATTENTION, Stage.MLP)) {
                observer.stageStarted(stage, layer, 2, 100);
                observer.tokensDone(40);
                observer.tokensDone(60);
            }
            observer.warned("layer " + (layer + 1) + " is ill-conditioned");
            observer.layerPruned(Reports.layer(layer), 2);
        }
        observer.stageStarted(Stage.WRITE, 0, 0, 0);
        return Reports.run(settings, 2, null);
    }

    private PruneSettings settings() {
        assertNotNull(asked);
        return asked;
    }

    private Session.Outcome prune(String... more) {
        List<String> arguments = new ArrayList<>(List.of(REQUIRED));
        arguments.addAll(List.of(more));
        return session().run(arguments.toArray(String[]::new));
    }

    static List<Setting<?>> settingsOfPrune() {
        return PruneCatalogue.ALL.settings();
    }

    @Test
    void flagsAreTheCataloguesAndThoseThatAreNoSettings() {
        String help = session().run("prune", "--help").out();
        List<String> flags = new ArrayList<>(help.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("-"))
                .map(line -> line.replaceFirst("^-h, ", "").replaceFirst("[ =\\[].*", ""))
                .toList());
        assertTrue(flags.removeAll(List.of("--help", "--debug", "--log-format", "--config")));
        assertEquals(settingsOfPrune().stream().map(Setting::flag).toList(), flags, "as many, in the same order");
    }

    @ParameterizedTest
    @MethodSource("settingsOfPrune")
    void everyKeyIsAFlagAndBothSayTheSame(Setting<?> setting) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("prune", "--config=run.conf"));
        Stream.of("model=m", "output=o", "calibration=c", "evaluation=e", "windows=1000")
                .filter(other -> !other.startsWith(setting.key() + "="))
                .forEach(other -> arguments.add("--" + other));
        Files.writeString(folder.resolve("run.conf"), setting.key() + " = " + example(setting));
        assertEquals("", errors(session().run(arguments.toArray(String[]::new))));
        PruneSettings fromFile = settings();

        Files.writeString(folder.resolve("run.conf"), "");
        arguments.add(setting.flag() + "=" + example(setting));
        assertEquals("", errors(session().run(arguments.toArray(String[]::new))));
        assertEquals(fromFile, settings());
        assertTrue(fromFile.written().toString().contains(example(setting)), "it has been set");
    }

    /** A value that is not the setting's fallback, where that needs no other setting. */
    private static String example(Setting<?> setting) {
        SettingType<?> type = setting.type();
        if (type instanceof SettingType.Whole whole) {
            return Integer.toString(whole.max());
        } else if (type instanceof SettingType.Real) {
            return "0.75";
        } else if (type instanceof SettingType.Seed) {
            return "-12345";
        } else if (type instanceof SettingType.Place) {
            return "some-where";
        } else if (type instanceof SettingType.Listen) {
            return "9196";
        } else if (type instanceof SettingType.Size) {
            return "700m";
        } else if (type instanceof SettingType.Choices) {
            return "down_proj";
        }
        String[] choices = type.placeholder().split("\\|", -1);
        return setting.equals(PruneCatalogue.SELECTION) ? choices[0] : choices[choices.length - 1];
    }

    private static String errors(Session.Outcome outcome) {
        return outcome.code() == 0 ? "" : outcome.err();
    }

    @Test
    void aSwitchNeedsNoValueAndMayHaveOne() throws IOException {
        prune("--center", "--force");
        assertTrue(settings().method().center() && settings().force());
        Files.writeString(folder.resolve("on.conf"), "center = true, force = true");
        prune("--config", "on.conf", "--center=false");
        assertTrue(!settings().method().center() && settings().force());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--ratio 1|--ratio must be a number from 0 to below 1, not '1'",
                "--ratio=|--ratio must be a number from 0 to below 1, not ''",
                "--ratio|--ratio needs a value: --ratio X",
                "--ratio --score wifv|--ratio needs a value: --ratio X",
                "--ratio 0.1 --ratio 0.2|--ratio is given twice; give it once",
                "--model x|--model is given twice; give it once",
                "--seed -x|--seed must be a whole number of at most 64 bits, not '-x'",
                "--score wandasp|--score must be one of variance-aware, wanda-sp, wanda-sp-l2, wifv, magnitude, random, not 'wandasp'",
                "--backend opencl|--backend must be one of auto, cpu, nd4j, cuda, reference, not 'opencl'",
                "--center=maybe|--center must be true or false, not 'maybe'",
                "--ration 0.2|gimbal prune has no flag '--ration'; did you mean '--ratio'?",
                "--head_unit=auto|gimbal prune has no flag '--head_unit'; did you mean '--head-unit'?",
                "--rotation.solver svd|gimbal prune has no flag '--rotation.solver'; did you mean '--rotation-solver'?",
                "--colour|gimbal prune has no flag '--colour'; 'gimbal prune --help' lists them",
                "-x|gimbal prune has no flag '-x'; 'gimbal prune --help' lists them",
                "surplus|'surplus' is one word too many for gimbal prune; see 'gimbal prune --help'",
                "@file|'@file' is one word too many for gimbal prune; see 'gimbal prune --help'",
                "--config=|--config must be a path",
            })
    void aWrongCommandLineIsRefusedInOneSentence(String more, String sentence) {
        Session.Outcome outcome = prune(more.split(" ", -1));
        assertEquals("gimbal: " + sentence + "\n", outcome.err());
        assertEquals(ExitCode.USAGE.code(), outcome.code());
        assertEquals("", outcome.out());
    }

    @Test
    void aRequiredFlagThatIsMissingIsNamed() {
        Session.Outcome outcome = session().run("prune", "--model", "m", "--output", "o");
        assertEquals(
                "gimbal: --calibration is missing: add --calibration FILE, the UTF-8 text that statistics are gathered"
                        + " on\n",
                outcome.err());
        assertEquals(64, outcome.code());
    }

    @Test
    void aWrongFileEndsWithTheConfigurationsCodeAndContradictionsToo() throws IOException {
        Files.writeString(folder.resolve("run.conf"), "\nration = 1");
        Session.Outcome outcome = prune("--config", "run.conf");
        assertEquals("gimbal: run.conf:2: there is no key 'ration'; did you mean 'ratio'?\n", outcome.err());
        assertEquals(78, outcome.code());
        assertEquals(78, prune("--compensation=auto", "--holdout=0").code());
        assertEquals(66, prune("--config", "gone.conf").code());
    }

    @Test
    void flagsAreRelativeToTheWorkingDirectory() {
        prune("--evaluation", "../e");
        assertEquals(folder.resolve("m"), settings().model().path());
        assertEquals(
                folder.resolveSibling("e"),
                Objects.requireNonNull(settings().evaluation()).text().path());
    }

    @Test
    void aPipeGetsOneLineALayerAndTheSummary() {
        Session.Outcome outcome = prune();
        assertEquals("""
                gimbal: reading the model
                gimbal: warning: layer 1 is ill-conditioned
                gimbal: layer 1/2: heads 6/9, channels 1229/1536, o_proj error 0.1234 -> 0.0456 (held out 0.0610), \
                down_proj error 0.1234 -> 0.0456, 1.3 s
                gimbal: warning: layer 2 is ill-conditioned
                gimbal: layer 2/2: heads 6/9, channels 1229/1536, o_proj error 0.1234 -> 0.0456 (held out 0.0610), \
                down_proj error 0.1234 -> 0.0456, 1.3 s
                gimbal: writing the smaller model
                """, outcome.err());
        assertTrue(
                outcome.out().contains("removed     20.43 % of the prunable parameters (20.00 % asked)"),
                outcome.out());
        assertTrue(outcome.out().contains("next        ./gimbal verify o\n"), outcome.out());
        assertEquals(0, outcome.code());
    }

    @Test
    void jsonOnStandardOutputIsNothingButJson() throws IOException {
        Session.Outcome outcome = prune("--format", "json", "--ratio=0.3");
        var json = new ObjectMapper().readTree(outcome.out());
        assertEquals(0.3, json.at("/settings/ratio").doubleValue());
        assertEquals(2, json.at("/layers").size());
        assertEquals(
                "gimbal: warning: layer 1 is ill-conditioned\ngimbal: warning: layer 2 is ill-conditioned\n",
                outcome.err());
    }

    @Test
    void aTerminalGetsABarThatIsGoneAtTheEndAndWarningsThatStay() {
        List<String> arguments = new ArrayList<>(List.of(REQUIRED));
        Session.Outcome outcome = session().runOnTerminal(arguments.toArray(String[]::new));
        assertTrue(outcome.err().contains("warning: layer 2 is ill-conditioned\n"), outcome.err());
        assertTrue(outcome.err().endsWith("\r\u001b[K"), outcome.err());
        assertTrue(outcome.err().contains(" 400/400 "), "both targets of two layers, 100 tokens each");
        assertFalse(outcome.err().contains("o_proj"), "no line a layer");
    }

    @Test
    void whatAPruneThrowsIsReportedOnceWithItsCode() {
        Session failing = new Session(folder, new PruneVerb((settings, written, observer, console) -> {
            observer.stageStarted(Stage.ATTENTION, 0, 2, 100);
            throw new GimbalException(ExitCode.CANNOT_CREATE, "the folder o exists; add --force");
        }));
        Session.Outcome outcome = failing.run(REQUIRED);
        assertEquals("gimbal: the folder o exists; add --force\n", outcome.err());
        assertEquals(73, outcome.code());
    }
}
