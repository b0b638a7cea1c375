package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.actor.Pipeline;
import dev.gimbal.actor.StopAfter;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.config.MonitorCatalogue;
import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the sample model that somebody watches over HTTP. */
class WatchedRunsTest {
    private static final String TOKEN = "a-token-of-some-length";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new ByteArrayOutputStream(),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            "./gimbal",
            Path.of("").toAbsolutePath(),
            false,
            80,
            LogFormat.TEXT);

    private WatchedRuns runs(Map<String, String> environment) {
        RealDisk disk = new RealDisk();
        return new WatchedRuns(disk, "test", environment, stop -> {});
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private PruneReport prune(Map<String, String> environment, PruneObserver observer, String... keysAndTexts) {
        List<Written> written = PruneSettingsOf.written(folder.resolve("out"), keysAndTexts);
        PruneSettings settings = PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, written));
        return runs(environment).prune(settings, written, observer, console);
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve("model.safetensors"));
    }

    /** Does something at the beginning of a stage, each once, on the run's own thread, and keeps warnings. */
    private static final class At implements PruneObserver {
        private final Map<String, Runnable> works = new ConcurrentHashMap<>();
        final List<String> warnings = new CopyOnWriteArrayList<>();

        At(Stage stage, int layer, Runnable work) {
            works.put(stage + " " + layer, work);
        }

        At and(Stage stage, int layer, Runnable work) {
            works.put(stage + " " + layer, work);
            return this;
        }

        @Override
        public void stageStarted(Stage now, int index, int layers, long tokens) {
            Runnable work = works.remove(now + " " + index);
            if (work != null) {
                work.run();
            }
        }

        @Override
        public void warned(String message) {
            warnings.add(message);
        }
    }

    private static At never() {
        return new At(Stage.EVALUATE, -1, () -> {});
    }

    @Test
    void aRunIsSeenFromItsBeginningToItsEndAndComesToTheSameBytes() throws Exception {
        new Pipeline(new RealDisk(), "test", PruneObserver.SILENT)
                .prune(PruneSettingsOf.written(folder.resolve("unwatched")));
        List<JsonNode> starting = new CopyOnWriteArrayList<>();
        List<JsonNode> middle = new CopyOnWriteArrayList<>();
        List<Integer> ready = new CopyOnWriteArrayList<>();
        List<String> metrics = new CopyOnWriteArrayList<>();
        List<CompletableFuture<List<String>>> events = new CopyOnWriteArrayList<>();
        At both = new At(Stage.LOAD, 0, () -> {
                    Watcher watcher = Watcher.of(said());
                    ready.add(watcher.get("readyz").statusCode());
                    starting.add(watcher.run());
                    assertEquals(200, watcher.get("").statusCode());
                    events.add(CompletableFuture.supplyAsync(watcher::eventsToTheEnd));
                })
                .and(Stage.MLP, 4, () -> {
                    Watcher watcher = Watcher.of(said());
                    ready.add(watcher.get("readyz").statusCode());
                    middle.add(watcher.run());
                    metrics.add(watcher.get("metrics").body());
                });
        prune(Map.of(), both, "monitor.listen", "0");

        assertEquals(List.of(503, 200), ready);
        assertEquals("starting", starting.get(0).path("state").asText());
        assertEquals("running", middle.get(0).path("state").asText());
        assertTrue(middle.get(0).path("live").asBoolean());
        assertEquals(8, middle.get(0).path("task").path("layers").asInt());
        assertTrue(metrics.get(0).contains("gimbal_layers 8.0"), metrics.get(0));
        assertEquals(recorded("out.run"), events.get(0).get(20, TimeUnit.SECONDS), "also the last, and then the end");
        Watcher late = Watcher.of(said());
        assertThrows(UncheckedIOException.class, () -> late.get("healthz"), "it has ended with the run");

        assertArrayEquals(weights("unwatched"), weights("out"));
        assertEquals(
                Files.readString(folder.resolve("unwatched/config.json")),
                Files.readString(folder.resolve("out/config.json")));
        assertFalse(Files.readString(folder.resolve("out/gimbal.json")).contains("monitor"));
    }

    /** Ids and kinds, from the event file. */
    private List<String> recorded(String name) {
        return new EventReader(folder.resolve(name), new RealDisk(), 0)
                .poll(Integer.MAX_VALUE).stream()
                        .map(event -> event.getId() + " "
                                + event.getDescriptorForType()
                                        .findFieldByNumber(event.getEventCase().getNumber())
                                        .getName())
                        .toList();
    }

    /** The run directory of a run that was stopped in its middle. */
    private Path stopped(String... keysAndTexts) {
        StopAfter stop = new StopAfter(20 * 48 * 2 * 3);
        Pipeline pipeline = new Pipeline(new RealDisk(), "test", stop);
        stop.stops(pipeline);
        assertThrows(
                GimbalException.class,
                () -> pipeline.prune(PruneSettingsOf.written(folder.resolve("out"), keysAndTexts)));
        return folder.resolve("out.run");
    }

    private static List<Written> flags(String... texts) {
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < texts.length; i += 2) {
            written.add(new Written(
                    MonitorCatalogue.ALONE.find(texts[i]).orElseThrow(),
                    texts[i + 1],
                    Path.of("").toAbsolutePath(),
                    new Origin.Flag()));
        }
        return written;
    }

    @Test
    void aResumedRunShowsWhatWasBeforeAndIsWatchedAsItWasStarted() throws Exception {
        Path run = stopped("monitor.listen", "0");
        List<String> before = recorded("out.run");
        List<JsonNode> seen = new CopyOnWriteArrayList<>();
        List<CompletableFuture<List<String>>> events = new CopyOnWriteArrayList<>();
        At atLoad = new At(Stage.LOAD, 0, () -> {
            seen.add(Watcher.of(said()).run());
            events.add(CompletableFuture.supplyAsync(Watcher.of(said())::eventsToTheEnd));
        });
        runs(Map.of()).resume(run, List.of(), atLoad, console);
        assertEquals("stopped", seen.get(0).path("state").asText());
        assertEquals(before.size(), seen.get(0).path("lastEventId").asInt());
        List<String> all = events.get(0).get(20, TimeUnit.SECONDS);
        assertEquals(recorded("out.run"), all);
        assertEquals(before, all.subList(0, before.size()));
        assertTrue(all.get(all.size() - 1).endsWith(" run_finished"), all.toString());
    }

    @Test
    void aRunThatWasNotWatchedCanBeWhenItGoesOn() {
        Path run = stopped();
        At atLoad = new At(
                Stage.LOAD,
                0,
                () -> assertEquals(200, Watcher.of(said()).get("healthz").statusCode()));
        runs(Map.of()).resume(run, flags("monitor.listen", "0"), atLoad, console);
        assertTrue(Watcher.isTold(said()), said());
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void aPortThatIsTakenStopsARunBeforeItBegins() throws IOException {
        try (ServerSocket other = taken()) {
            String port = Integer.toString(other.getLocalPort());
            GimbalException refusal =
                    assertThrows(GimbalException.class, () -> prune(Map.of(), never(), "monitor.listen", port));
            assertEquals(ExitCode.UNAVAILABLE, refusal.exitCode());
            assertEquals(
                    "a run cannot be watched at 127.0.0.1:" + port
                            + " (Address already in use); name another port, or 0 for any that is free",
                    refusal.getMessage());
            assertFalse(Files.exists(folder.resolve("out.run")));
        }
    }

    @Test
    void aPortThatIsTakenStopsAResumedRunOnlyWhereItWasAskedForAnew() throws IOException {
        try (ServerSocket other = taken()) {
            String port = Integer.toString(other.getLocalPort());
            Path run = stopped("monitor.listen", port);
            GimbalException refusal = assertThrows(GimbalException.class, () -> runs(Map.of())
                    .resume(run, flags("monitor.listen", port), never(), console));
            assertEquals(ExitCode.UNAVAILABLE, refusal.exitCode());
            At heard = never();
            runs(Map.of()).resume(run, List.of(), heard, console);
            assertTrue(
                    heard.warnings.stream()
                            .anyMatch(warning -> warning.startsWith("The run goes on and nobody can watch it: ")),
                    heard.warnings.toString());
            assertTrue(Files.exists(folder.resolve("out/model.safetensors")));
        }
    }

    @Test
    void whereOthersCanReachItATokenIsNeeded() {
        GimbalException refusal =
                assertThrows(GimbalException.class, () -> prune(Map.of(), never(), "monitor.listen", "0.0.0.0:0"));
        assertEquals(ExitCode.CONFIGURATION, refusal.exitCode());
        assertTrue(String.valueOf(refusal.getMessage()).contains("--monitor-token-file"), refusal.getMessage());
        assertThrows(GimbalException.class, () -> prune(Map.of(), never(), "monitor.listen", "[::]:0"));
        assertFalse(Files.exists(folder.resolve("out.run")));
    }

    @Test
    void theTokenIsAskedForAndWrittenNowhere() throws Exception {
        String bearer = "Bearer " + TOKEN;
        At atLoad = new At(Stage.ATTENTION, 1, () -> {
            Watcher watcher = Watcher.of(said());
            assertEquals(401, watcher.get("api/run").statusCode());
            assertEquals(
                    401, watcher.get("api/run", "Authorization", bearer + "x").statusCode());
            assertEquals(
                    "running",
                    watcher.run("Authorization", bearer).path("state").asText());
            assertEquals(200, watcher.get("?token=" + TOKEN).statusCode());
            try (var left = Files.walk(folder)) {
                for (Path file : left.filter(Files::isRegularFile).toList()) {
                    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    assertFalse(text.contains(TOKEN), file.toString());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        prune(Map.of(MonitorToken.VARIABLE, TOKEN), atLoad, "monitor.listen", "0", "checkpoint.interval", "0");
        assertTrue(said().contains("(with ?token= and the token behind it)"), said());
        assertFalse(said().contains(TOKEN));
    }

    @Test
    void theTokensFileIsReadWithAWarningWhereOthersCan() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "  " + TOKEN + "\nmore\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        At open = new At(
                Stage.ATTENTION,
                1,
                () -> assertEquals(
                        200,
                        Watcher.of(said())
                                .get("metrics", "Authorization", "Bearer " + TOKEN)
                                .statusCode()));
        prune(Map.of(), open, "monitor.listen", "0", "monitor.token-file", file.toString());
        assertEquals(List.of("others can read the token in " + file + "; chmod 600 it, or trust them"), open.warnings);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        At closed = never();
        prune(Map.of(), closed, "monitor.listen", "0", "monitor.token-file", file.toString(), "force", "true");
        assertEquals(List.of(), closed.warnings);
    }

    @Test
    void aTokenThatIsNoneIsRefusedAndNotShown() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "short-secret\n");
        GimbalException shortOne = assertThrows(
                GimbalException.class,
                () -> prune(Map.of(), never(), "monitor.listen", "0", "monitor.token-file", file.toString()));
        assertEquals(ExitCode.CONFIGURATION, shortOne.exitCode());
        assertEquals(
                "the token has 12 characters and needs 16 (" + file + "); 'openssl rand -hex 32' makes a good one",
                shortOne.getMessage());
        GimbalException variable = assertThrows(
                GimbalException.class,
                () -> prune(Map.of(MonitorToken.VARIABLE, "short-secret"), never(), "monitor.listen", "0"));
        assertFalse(String.valueOf(variable.getMessage()).contains("short-secret"));
        GimbalException gone = assertThrows(
                GimbalException.class,
                () -> prune(Map.of(), never(), "monitor.listen", "0", "monitor.token-file", file + ".gone"));
        assertEquals(ExitCode.NO_INPUT, gone.exitCode());
    }
}
