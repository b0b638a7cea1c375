package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.actor.HeardDisk;
import dev.gimbal.actor.Pipeline;
import dev.gimbal.actor.StopAfter;
import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.RunStopped;
import dev.gimbal.protocol.SettingText;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TokensDone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusVerbTest {
    @TempDir
    private Path folder;

    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    /** What happens between two looks, each once; then nobody watches any longer. */
    private final Deque<Runnable> happenings = new ArrayDeque<>();

    private final class Script implements Pulse {
        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public boolean await() {
            Runnable next = happenings.poll();
            if (next != null) {
                next.run();
            }
            return next != null;
        }
    }

    private Session session() {
        return new Session(folder, new StatusVerb(new RealDisk(), new Script()));
    }

    private Session.Outcome status(String... more) {
        String[] arguments = new String[2 + more.length];
        arguments[0] = "status";
        arguments[1] = "out.run";
        System.arraycopy(more, 0, arguments, 2, more.length);
        Session.Outcome outcome = session().run(arguments);
        assertEquals(0, outcome.code(), outcome.err());
        return outcome;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private void expectLine(String text, String pattern) {
        assertTrue(text.lines().anyMatch(line -> line.matches(pattern)), pattern + " in\n" + text);
    }

    @Test
    void aRealRunIsSeenStoppedAndThenFinished() {
        StopAfter stop = new StopAfter(20 * 48 * 2 * 3);
        Pipeline pipeline = new Pipeline(new RealDisk(), "test", stop);
        stop.stops(pipeline);
        assertThrows(GimbalException.class, () -> pipeline.prune(PruneSettingsOf.written(folder.resolve("out"))));
        String text = status().out();
        expectLine(text, "run +out\\.run: stopped by a test");
        expectLine(text, "model +\\.\\./configs/sample/model \\(8 layers\\) -> .*out");
        expectLine(text, "method +ratio 0\\.2, compensation rotation, schedule sublayer, score variance-aware, .*");
        expectLine(text, "was at +pruning, layer \\d of 8, (attention|mlp); [\\d,]+ of 960 tokens");
        expectLine(text, "progress +[\\d.]+ %");
        expectLine(text, "checkpoint +generation \\d+, .* ago; layers safe: [2-4] of 8");
        expectLine(text, "worked on +by nobody, last heard of .* ago \\(.*Z\\)");
        expectLine(text, "next +\\./gimbal resume out\\.run");
        JsonNode json = json(status("--format", "json").out());
        assertEquals("stopped", json.at("/state").asText());
        assertEquals("prune", json.at("/place/phase").asText());
        assertEquals("resume", json.at("/next/verb").asText());
        assertEquals(
                folder.resolve("out").toString(), json.at("/task/output_folder").asText());
        assertTrue(json.at("/checkpoint/layers_done").asInt() >= 2);
        assertTrue(json.at("/place/tokens_per_second").isNull());
        assertTrue(json.at("/worker").isNull());

        new Pipeline(new RealDisk(), "test", PruneObserver.SILENT).resume(folder.resolve("out.run"));
        text = status().out();
        expectLine(text, "run +out\\.run: finished");
        expectLine(text, "removed +19\\.\\d\\d % of the prunable parameters; 1,837,184 -> 1,523,840 parameters in all");
        expectLine(text, "worked +.* s");
        expectLine(text, "next +\\./gimbal verify out");
        json = json(status("--format=json").out());
        assertEquals("finished", json.at("/state").asText());
        assertEquals(1_523_840, json.at("/finished/parameters_after").asLong());
    }

    @Test
    void aRealRunThatMetAFullDiskSaysSo() {
        HeardDisk full = new HeardDisk(operation -> {
            if (operation.startsWith("write generation-00000003")) {
                throw new IOException("No space left on device");
            }
        });
        var written = PruneSettingsOf.written(folder.resolve("out"), "windows", "16", "seq", "24");
        GimbalException failure = assertThrows(
                GimbalException.class, () -> new Pipeline(full, "test", PruneObserver.SILENT).prune(written));
        String text = status().out();
        expectLine(text, "run +out\\.run: failed");
        assertTrue(text.contains("reason      " + failure.getMessage() + " (exit code 74)\n"), text);
        expectLine(text, "checkpoint +generation 2, .*");
        expectLine(text, "next +\\./gimbal resume out\\.run");
    }

    private static RunEvent.Builder event() {
        return RunEvent.newBuilder().setTimeUnixMs(NOW.toEpochMilli() - 5000);
    }

    private static RunEvent.Builder tokens(long tokens, long after) {
        return event().setTimeUnixMs(NOW.toEpochMilli() - 5000 + after)
                .setTokensDone(TokensDone.newBuilder().setTokens(tokens).setOf(1000));
    }

    /** A run that goes on while it is watched, and stops in the end. */
    private Session.Outcome watched(boolean terminal, String... more) {
        RunDirectory run = RunDirectory.create(folder.resolve("out.run"), false, new RealDisk());
        EventLog log = EventLog.open(run);
        run.commit(Manifest.newBuilder()
                .setPhase(Phase.PHASE_PRUNE)
                .addSettings(SettingText.newBuilder()
                        .setKey("model")
                        .setText("m\u001b[2J")
                        .setFlag(true)));
        log.append(event().setRunStarted(RunStarted.newBuilder().setLayers(2).setTokens(1000)));
        log.append(event().setStageStarted(StageStarted.newBuilder()
                .setStage(Stage.STAGE_ATTENTION)
                .setLayers(2)
                .setTokens(1000)));
        happenings.add(() -> log.append(tokens(400, 1000)));
        happenings.add(() -> {});
        happenings.add(() -> log.append(tokens(410, 1010))); // not another percent
        happenings.add(() -> log.append(tokens(1000, 2500)));
        happenings.add(() -> {
            log.append(event().setRunStopped(RunStopped.newBuilder().setReason("SIGINT")));
            log.close();
            run.close();
        });
        happenings.add(() -> {
            throw new IllegalStateException("the run has ended, and is watched all the same");
        });
        String[] arguments = new String[3 + more.length];
        arguments[0] = "status";
        arguments[1] = "out.run";
        arguments[2] = "--watch";
        System.arraycopy(more, 0, arguments, 3, more.length);
        Session.Outcome outcome =
                terminal ? session().runOnTerminal(arguments) : session().run(arguments);
        assertEquals(0, outcome.code(), outcome.err());
        return outcome;
    }

    @Test
    void aWatchedRunGivesALineWhenSomethingHasChangedAndTheWholeInTheEnd() {
        Session.Outcome outcome = watched(false);
        List<String> lines = outcome.out().lines().toList();
        assertEquals(
                List.of(
                        "running: pruning, layer 1 of 2, attention, 10 %; layers safe: 0",
                        "running: pruning, layer 1 of 2, attention, 25 %; layers safe: 0"),
                lines.stream().filter(line -> line.startsWith("running")).toList());
        expectLine(lines.get(0), "run +out\\.run: running");
        assertEquals(2, lines.stream().filter(line -> line.startsWith("run ")).count(), "at first and in the end");
        expectLine(outcome.out(), "run +out\\.run: stopped by SIGINT");
        assertEquals("", outcome.err());
    }

    @Test
    void forProgramsAWatchedRunIsAnObjectALine() {
        List<JsonNode> objects = watched(false, "--format", "json")
                .out()
                .lines()
                .map(StatusVerbTest::json)
                .toList();
        assertEquals(
                List.of("0", "400", "410", "1000", "1000"),
                objects.stream()
                        .map(object -> object.at("/place/tokens").asText())
                        .toList());
        assertEquals(400.0, objects.get(1).at("/place/tokens_per_second").asDouble());
        assertEquals(9.0, objects.get(1).at("/place/seconds_left").asDouble());
        assertEquals("running", objects.get(3).at("/state").asText());
        assertEquals("stopped", objects.get(4).at("/state").asText());
    }

    @Test
    void onATerminalTheWholeIsDrawnInPlaceAndStaysInTheEnd() {
        Session.Outcome outcome = watched(true);
        String[] drawings = outcome.err().split("\u001b\\[\\d+A\r\u001b\\[J", -1);
        assertEquals(6, drawings.length, "five looks at a live run, and nothing left");
        assertEquals("", drawings[5]);
        expectLine(drawings[1], "at +pruning, .*; 400 of 1,000 tokens");
        expectLine(drawings[1], "progress +10.0 %, 400 tokens/s, about 9 s left");
        assertTrue(drawings[1].lines().allMatch(line -> line.length() < 100), drawings[1]);
        expectLine(outcome.out(), "run +out\\.run: stopped by SIGINT");
        assertEquals(
                1, outcome.out().lines().filter(line -> line.startsWith("run ")).count());
    }

    @Test
    void noControlCharacterOfAnyNameReachesTheTerminal() {
        String text = watched(false).out();
        assertTrue(text.contains("m?[2J"), text);
        assertFalse(text.contains("\u001b"));
    }

    @Test
    void aFolderThatIsNoRunIsRefused() {
        Session.Outcome outcome = session().run("status", "nowhere");
        assertEquals(66, outcome.code());
        assertEquals(1, outcome.err().lines().count());
        assertEquals("", outcome.out());
        assertEquals(64, session().run("status").code());
    }

    @Test
    void aRunThatOnlyBeganSaysThatNothingIsSaved() {
        RunDirectory.create(folder.resolve("out.run"), false, new RealDisk()).close();
        String text = status().out();
        expectLine(text, "run +out\\.run: interrupted.*");
        expectLine(text, "next +begin it again with \\./gimbal prune: nothing was saved");
    }

    @Test
    void aComparisonsFolderIsNotTakenForARun() throws IOException {
        Files.createDirectory(folder.resolve("out.run"));
        Files.writeString(folder.resolve("out.run/results.jsonl"), "");
        Session.Outcome outcome = session().run("status", "out.run");
        assertEquals(66, outcome.code());
        assertTrue(outcome.err().contains("out.run holds a comparison; the gimbal compare command"), outcome.err());
    }
}
