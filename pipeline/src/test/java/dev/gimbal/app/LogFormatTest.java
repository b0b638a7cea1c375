package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {
    private static final String[] PRUNE = {"prune", "--model=m", "--output=o", "--calibration=c"};

    @TempDir
    private Path folder;

    /** A run of two layers that was interrupted before the second, without any arithmetic. */
    private static PruneReport prune(
            PruneSettings settings, List<Written> written, PruneObserver observer, Console console) {
        observer.stageStarted(Stage.LOAD, 0, 0, 0);
        observer.goesOn(1, 2);
        observer.stageStarted(Stage.ATTENTION, 1, 2, 100);
        observer.tokensDone(100);
        observer.warned("a \"quoted\"\nwarning\u001b[31m");
        observer.layerPruned(Reports.layer(1), 2);
        return Reports.run(settings, 2, null);
    }

    private Session session() {
        return new Session(folder, new PruneVerb(LogFormatTest::prune));
    }

    private static String[] with(String... more) {
        List<String> all = new ArrayList<>(List.of(PRUNE));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<JsonNode> objects(String lines) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            JsonNode object = new ObjectMapper().readTree(line);
            Instant.parse(object.get("time").asText());
            objects.add(object);
        }
        return objects;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyLineIsAnObjectOnATerminalToo(boolean terminal) throws IOException {
        Session.Outcome outcome = terminal
                ? session().runOnTerminal(with("--log-format", "json"))
                : session().run(with("--log-format=json"));
        assertEquals(0, outcome.code());
        List<JsonNode> lines = objects(outcome.err());
        assertEquals(
                List.of("info", "info", "warning", "info"),
                lines.stream().map(line -> line.get("level").asText()).toList());
        assertEquals("load", lines.get(0).get("stage").asText());
        assertEquals(1, lines.get(1).get("layers_done").asInt());
        assertEquals(
                "a \"quoted\"\nwarning\u001b[31m", lines.get(2).get("message").asText());
        JsonNode layer = lines.get(3);
        assertEquals(2, layer.get("layer").asInt());
        assertEquals(2, layer.get("layers").asInt());
        assertEquals(0, layer.get("seconds_left").asDouble(), 0, "it was the last");
        assertEquals(
                Reports.layer(1).mlp().fitted().after(),
                layer.get("down_proj_error_after").asDouble());
        assertFalse(outcome.err().contains("\u001b"), "escaped");
    }

    @Test
    void resultsOfEitherFormComeWithLinesOfEitherForm() throws IOException {
        assertEquals(
                4,
                objects(session()
                                .run(with("--log-format=json", "--format=json"))
                                .err())
                        .size());
        String text = session().run(with("--format=json")).err();
        assertTrue(text.startsWith("gimbal: warning: "), text);
    }

    @Test
    void whyItEndsIsALineWithItsExitCode() throws IOException {
        Session.Outcome outcome = session().run("prune", "--log-format=json", "--no-such-flag");
        assertEquals(ExitCode.USAGE.code(), outcome.code());
        JsonNode line = objects(outcome.err()).get(0);
        assertEquals("error", line.get("level").asText());
        assertEquals(ExitCode.USAGE.code(), line.get("exit_code").asInt());
        assertTrue(line.get("message").asText().contains("--no-such-flag"));
        assertFalse(line.has("stack_trace"));
        JsonNode debug = objects(session()
                        .run("prune", "--debug", "--log-format=json", "--no-such-flag")
                        .err())
                .get(0);
        assertTrue(debug.get("stack_trace").asText().contains("GimbalException"));
    }

    @Test
    void theTimeLeftFollowsFromTheLayersThatThisProcessHasPruned() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                OutputStream.nullOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "gimbal",
                folder,
                false,
                80,
                LogFormat.JSON);
        long[] now = {0};
        LineProgress progress = new LineProgress(console, true, () -> now[0]);
        progress.layerPruned(Reports.layer(3), 10); // an interruption had left it solved
        progress.stageStarted(Stage.ATTENTION, 4, 10, 100);
        now[0] += 7_000_000_000L;
        progress.layerPruned(Reports.layer(4), 10);
        now[0] += 3_000_000_000L;
        progress.layerPruned(Reports.layer(5), 10);
        List<JsonNode> lines = objects(err.toString(StandardCharsets.UTF_8));
        assertFalse(lines.get(0).has("seconds_left"));
        assertEquals(7 * 5, lines.get(1).get("seconds_left").asDouble(), 1e-9);
        assertEquals(5 * 4, lines.get(2).get("seconds_left").asDouble(), 1e-9);
        assertTrue(lines.get(1).get("message").asText().endsWith(", about 35 s left"));
    }

    @Test
    void theEnvironmentMayAskForIt() {
        Map<String, String> json = Map.of("GIMBAL_LOG_FORMAT", "json");
        assertEquals(LogFormat.JSON, LogFlag.find(json, PRUNE));
        assertEquals(LogFormat.TEXT, LogFlag.find(json, with("--log-format=text")), "a flag wins");
        assertEquals(LogFormat.TEXT, LogFlag.find(Map.of(), PRUNE));
        GimbalException wrong =
                assertThrows(GimbalException.class, () -> LogFlag.check(Map.of("GIMBAL_LOG_FORMAT", "xml"), PRUNE));
        assertEquals(ExitCode.CONFIGURATION, wrong.exitCode());
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("GIMBAL_LOG_FORMAT must be "), wrong.getMessage());
    }

    @Test
    void anotherFormatIsRefused() {
        Session.Outcome outcome = session().run(with("--log-format=xml"));
        assertEquals(ExitCode.USAGE.code(), outcome.code());
        assertEquals("gimbal: --log-format must be one of text, json, not 'xml'\n", outcome.err());
    }
}
