package dev.gimbal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final String REQUIRED = "model = m, output = o, calibration = c\n";

    @TempDir
    private Path folder;

    private SettingValues read(String text) {
        write("conf/run.conf", text);
        return SettingValues.of(
                PruneCatalogue.ALL, SettingsFile.read(PruneCatalogue.ALL, Path.of("conf/run.conf"), folder));
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRefused(ExitCode code, String message, String text) {
        GimbalException refused = assertThrows(GimbalException.class, () -> read(text));
        assertEquals(message, refused.getMessage());
        assertEquals(code, refused.exitCode());
    }

    @Test
    void inputsLieBesideTheFileAndTheOutputInTheWorkingDirectory() {
        SettingValues values =
                read("model = sample/model, output = out/x, calibration = ../c.txt, evaluation = /e.txt");
        assertEquals(
                folder.resolve("conf/sample/model"),
                values.get(PruneCatalogue.MODEL).path());
        assertEquals(folder.resolve("out/x"), values.get(PruneCatalogue.OUTPUT).path());
        assertEquals(
                folder.resolve("c.txt"), values.get(PruneCatalogue.CALIBRATION).path());
        assertEquals(Path.of("/e.txt"), values.get(PruneCatalogue.EVALUATION).path());
        assertEquals("sample/model", values.get(PruneCatalogue.MODEL).written());
    }

    @Test
    void anIncludedFilesPathsLieBesideThatFileAndTheIncludingFileOverridesIt() {
        write("conf/base/base.conf", "calibration = text.txt, ratio = 0.4, model = m");
        SettingValues values = read("include \"base/base.conf\"\nmodel = own\noutput = o\nratio = 0.3");
        assertEquals(
                folder.resolve("conf/base/text.txt"),
                values.get(PruneCatalogue.CALIBRATION).path());
        assertEquals(
                folder.resolve("conf/own"), values.get(PruneCatalogue.MODEL).path());
        assertEquals(0.3, values.get(PruneCatalogue.RATIO));
    }

    @Test
    void substitutionsMayNameKeysAndTheEnvironment() {
        Map.Entry<String, String> variable = System.getenv().entrySet().stream()
                .filter(entry ->
                        entry.getKey().matches("[A-Z]+") && entry.getValue().matches("[\\w/.:-]+"))
                .findFirst()
                .orElseThrow();
        SettingValues values =
                read("model = data/${" + variable.getKey() + "}, output = ${model}-pruned, calibration = c");
        assertEquals(
                "data/" + variable.getValue(), values.get(PruneCatalogue.MODEL).written());
        assertEquals(
                "data/" + variable.getValue() + "-pruned",
                values.get(PruneCatalogue.OUTPUT).written());
        assertTrue(values.get(PruneCatalogue.MODEL).path().startsWith(folder.resolve("conf")));
    }

    @Test
    void aValueFromTheEnvironmentIsComplainedOfWhereTheFileNamesIt() {
        String home = System.getenv().keySet().stream()
                .filter(name -> name.matches("[A-Z]+"))
                .findFirst()
                .orElseThrow();
        GimbalException refused =
                assertThrows(GimbalException.class, () -> read(REQUIRED + "\nschedule = ${" + home + "}"));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("conf/run.conf:3: schedule must be one of sublayer, layer, not"),
                refused.getMessage());
    }

    @Test
    void groupsListsAndTextsAreRead() {
        SettingValues values =
                read(REQUIRED + "rotation { solver = newton-schulz, regularization = 1e-3 }\ntargets = [down_proj]\n"
                        + "center = true\nseed = 9007199254740993\nwindows = \"64\"");
        assertEquals(PolarSolver.NEWTON_SCHULZ, values.get(PruneCatalogue.ROTATION_SOLVER));
        assertEquals(1e-3, values.get(PruneCatalogue.ROTATION_REGULARIZATION));
        assertEquals(java.util.Set.of(Target.DOWN_PROJ), values.get(PruneCatalogue.TARGETS));
        assertEquals(true, values.get(PruneCatalogue.CENTER));
        assertEquals(9007199254740993L, values.get(PruneCatalogue.SEED));
        assertEquals(64, values.get(PruneCatalogue.WINDOWS));
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() {
        assertRefused(
                ExitCode.CONFIGURATION,
                "conf/run.conf:3: there is no key 'ration'; did you mean 'ratio'?",
                REQUIRED + "\nration = 0.2");
        assertRefused(
                ExitCode.CONFIGURATION,
                "conf/run.conf:2: there is no key 'rotation.solvr'; did you mean 'rotation.solver'?",
                REQUIRED + "rotation { solvr = svd }");
        assertRefused(
                ExitCode.CONFIGURATION,
                "conf/run.conf:2: there is no key 'zzz'; the keys are " + String.join(", ", PruneCatalogue.ALL.keys()),
                REQUIRED + "zzz = 1");
    }

    @Test
    void aRunsReportIsRefusedWithAHint() {
        assertRefused(
                ExitCode.CONFIGURATION,
                "conf/run.conf is the report of a run; save what it has under 'settings' as a file and name that",
                "{\"gimbal\": \"0.1\", \"settings\": {\"model\": \"m\"}, \"perplexity\": null, \"layers\": []}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ratio = 1|ratio must be a number from 0 to below 1, not '1'",
                "ratio = big|ratio must be a number from 0 to below 1, not 'big'",
                "ratio = true|ratio must be a number from 0 to below 1, not 'true'",
                "ratio = [0.2]|ratio must be a number from 0 to below 1, not a list",
                "ratio { a = 1 }|ratio must be a number from 0 to below 1, not a group of keys",
                "ratio = {}|ratio must be a number from 0 to below 1, not a group of keys",
                "ratio = null|ratio has no value; leave the key out instead",
                "seq = 1|seq must be a whole number from 2 to 131072, not '1'",
                "seq = 128.5|seq must be a whole number from 2 to 131072, not '128.5'",
                "windows = 1000001|windows must be a whole number from 1 to 1000000, not '1000001'",
                "holdout = 1|holdout must be 0 or a whole number from 2 to 16, not '1'",
                "threads = 1025|threads must be a whole number from 1 to 1024, not '1025'",
                "multiple-of = 0|multiple-of must be a whole number from 1 to 65536, not '0'",
                "lambda = -1|lambda must be a number of at least 0, not '-1'",
                "score = wanda|score must be one of variance-aware, wanda-sp, wanda-sp-l2, wifv, magnitude, random, not 'wanda'",
                "targets = []|targets must be one or more of o_proj, down_proj, each once, or none, not ''",
                "targets = [o_proj, o_proj]|targets must be one or more of o_proj, down_proj, each once, or none, not 'o_proj,o_proj'",
                "center = yes|center must be true or false, not 'yes'",
                "layout = \"\"|layout must be one of compact, masked, not ''",
                "rotation = svd|'rotation' is a group and has no value; set rotation.solver and rotation.regularization",
            })
    void aWrongValueIsRefusedWithItsKeyAndLine(String line, String complaint) {
        assertRefused(ExitCode.CONFIGURATION, "conf/run.conf:3: " + complaint, REQUIRED + "\n" + line);
    }

    @Test
    void anIncludedFilesMistakesAreReportedThere() {
        write("conf/other.conf", "\n\nseq = one");
        assertRefused(
                ExitCode.CONFIGURATION,
                "conf/other.conf:3: seq must be a whole number from 2 to 131072, not 'one'",
                REQUIRED + "include \"other.conf\"");
    }

    @Test
    void aKeyThatIsSetTwiceIsRefused() {
        assertRefused(
                ExitCode.CONFIGURATION,
                "conf/run.conf:4: 'ratio' is set a second time; it is set first in line 2",
                REQUIRED + "ratio = 0.1\nseq = 64\nratio = 0.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include url(\"http://localhost:1/x.conf\")",
                "include \"http://localhost:1/x.conf\"",
                "include \"file:/etc/hostname\"",
                "include classpath(\"logback.xml\")",
                "include required(classpath(\"reference.conf\"))",
                "include required(url(\"https://localhost:1/x.conf\"))",
            })
    void nothingButLocalFilesIsIncluded(String include) {
        GimbalException refused = assertThrows(GimbalException.class, () -> read(REQUIRED + include));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("conf/run.conf: only local files can be included, not '"),
                refused.getMessage());
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"include \"gone.conf\"", "include file(\"gone.conf\")", "include required(\"gone.conf\")"})
    void anIncludedFileHasToExist(String include) {
        assertRefused(
                ExitCode.NO_INPUT,
                "the configuration file conf/gone.conf does not exist; name one that does",
                REQUIRED + include);
    }

    @Test
    void filesThatIncludeEachOtherAreRefused() {
        write("conf/a.conf", "include \"b.conf\"");
        write("conf/b.conf", "include \"a.conf\"");
        GimbalException refused = assertThrows(GimbalException.class, () -> read(REQUIRED + "include \"a.conf\""));
        assertTrue(String.valueOf(refused.getMessage()).contains("includes go deeper than 16 files"));
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ratio = {|2", "ratio = ${nowhere}|2", "[1, 2]|1", "ratio = \"open|2", "= 3|2", "a b c|2"})
    void whatIsNoHoconIsRefusedWithItsLine(String line, int at) {
        GimbalException refused = assertThrows(GimbalException.class, () -> read(at == 1 ? line : REQUIRED + line));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.matches("(?s)conf/run\\.conf(:\\d+)?: this cannot be read as HOCON: .+"), message);
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
    }

    @Test
    void whatIsNoTextFileIsRefused() throws IOException {
        assertEquals(ExitCode.NO_INPUT, refusal(Path.of("missing.conf")).exitCode());
        assertEquals(ExitCode.NO_INPUT, refusal(folder).exitCode());
        Path binary = Files.write(folder.resolve("b.conf"), new byte[] {'a', '=', (byte) 0xff});
        assertEquals("b.conf is not UTF-8; save it as such", refusal(binary).getMessage());
        Path large = Files.writeString(folder.resolve("l.conf"), "#".repeat((1 << 20) + 1));
        assertEquals(
                "l.conf has more than 1048576 bytes; name a configuration file (of a run's report, save the 'settings' alone)",
                refusal(large).getMessage());
    }

    private GimbalException refusal(Path file) {
        return assertThrows(GimbalException.class, () -> SettingsFile.read(PruneCatalogue.ALL, file, folder));
    }

    @Test
    void flagsOverrideTheFile() {
        write("run.conf", REQUIRED + "ratio = 0.4\nseq = 64");
        List<Written> written =
                new java.util.ArrayList<>(SettingsFile.read(PruneCatalogue.ALL, Path.of("run.conf"), folder));
        written.add(new Written(PruneCatalogue.RATIO, "0.1", folder, new Origin.Flag()));
        SettingValues values = SettingValues.of(PruneCatalogue.ALL, written);
        assertEquals(0.1, values.get(PruneCatalogue.RATIO));
        assertEquals(64, values.get(CommonCatalogue.SEQ));
    }
}
