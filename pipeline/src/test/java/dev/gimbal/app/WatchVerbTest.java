package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.gimbal.protocol.WarningRaised;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gimbal watch} of runs of other processes. */
class WatchVerbTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    /** What happens between two looks, each once, two seconds later than the one before; then nobody watches any longer. */
    private final Deque<Consumer<Watcher>> happenings = new ArrayDeque<>();

    private final class Script implements Pulse {
        private Instant now = Instant.now();

        @Override
        public Instant now() {
            now = now.plusSeconds(2);
            return now;
        }

        @Override
        public boolean await() {
            Consumer<Watcher> next = happenings.poll();
            if (next != null) {
                try {
                    Thread.sleep(250); // the state may be shown as it was 200 ms ago
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                next.accept(Watcher.of(said()));
            }
            return next != null;
        }
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int watch(String... more) {
        List<String> arguments = new ArrayList<>(List.of("watch", "out.run"));
        arguments.addAll(List.of(more));
        Console console = new Console(
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "./gimbal",
                folder,
                false,
                80,
                LogFormat.TEXT);
        return new Gimbal(List.of(new WatchVerb(new RealDisk(), Script::new, Map.of())))
                .run(console, arguments.toArray(String[]::new));
    }

    @Test
    void aStoppedAndThenAFinishedRunAreShownWithAllTheirEvents() {
        StopAfter stop = new StopAfter(20 * 48 * 2 * 3);
        Pipeline pipeline = new Pipeline(new RealDisk(), "test", stop);
        stop.stops(pipeline);
        assertThrows(GimbalException.class, () -> pipeline.prune(PruneSettingsOf.written(folder.resolve("out"))));
        List<JsonNode> seen = new ArrayList<>();
        happenings.add(watcher -> {
            seen.add(watcher.run());
            new Pipeline(new RealDisk(), "test", PruneObserver.SILENT).resume(folder.resolve("out.run"));
        });
        happenings.add(watcher -> {
            seen.add(watcher.run());
            assertTrue(watcher.get("metrics").body().contains("gimbal_run_state{state=\"finished\"} 1.0"));
            assertTrue(watcher.get("").body().contains("<html"));
        });
        assertEquals(0, watch("--monitor", "0"), said());
        assertEquals("stopped", seen.get(0).path("state").asText());
        assertFalse(seen.get(0).path("live").asBoolean());
        assertEquals("finished", seen.get(1).path("state").asText());
        assertFalse(seen.get(1).path("live").asBoolean());
        assertEquals(8, seen.get(1).path("progress").path("layersDone").asInt());
        assertTrue(seen.get(1).path("lastEventId").asLong()
                > seen.get(0).path("lastEventId").asLong());
    }

    private static RunEvent.Builder started() {
        return RunEvent.newBuilder()
                .setTimeUnixMs(System.currentTimeMillis())
                .setRunStarted(RunStarted.newBuilder().setModel("m").setLayers(3));
    }

    private static RunEvent.Builder warning(String message) {
        return RunEvent.newBuilder()
                .setTimeUnixMs(System.currentTimeMillis())
                .setWarningRaised(WarningRaised.newBuilder().setMessage(message));
    }

    /** One whose process is at work, then gone without a word, then another one's in its place. */
    @Test
    void aRunIsFollowedThroughItsProcessesDeathAndItsSuccessor() throws IOException {
        List<JsonNode> seen = new ArrayList<>();
        RunDirectory run = RunDirectory.create(folder.resolve("out.run"), false, new RealDisk());
        run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE));
        EventLog log = EventLog.open(run);
        log.append(started());
        happenings.add(watcher -> {
            seen.add(watcher.run());
            log.append(warning("from another process"));
        });
        happenings.add(watcher -> {
            seen.add(watcher.run());
            log.close();
            run.close();
        });
        happenings.add(watcher -> {
            seen.add(watcher.run());
            try (RunDirectory next = RunDirectory.create(folder.resolve("out.run"), true, new RealDisk());
                    EventLog events = EventLog.open(next)) {
                next.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE));
                events.append(started());
                for (int i = 0; i < 5; i++) { // longer than what was read of the one before
                    events.append(warning("of the next " + i));
                }
            }
        });
        happenings.add(watcher -> {});
        happenings.add(watcher -> seen.add(watcher.run()));
        assertEquals(0, watch("--monitor", "0"), said());

        assertEquals("running", seen.get(0).path("state").asText());
        assertTrue(seen.get(0).path("live").asBoolean());
        assertEquals(1, seen.get(0).path("lastEventId").asLong());
        assertEquals(
                "from another process", seen.get(1).at("/warnings/0/message").asText());
        assertEquals("interrupted", seen.get(2).path("state").asText());
        assertFalse(seen.get(2).path("live").asBoolean());
        assertEquals(6, seen.get(3).path("lastEventId").asLong());
        assertEquals(5, seen.get(3).path("warnings").size());
        assertFalse(
                seen.get(3).path("run").asText().equals(seen.get(2).path("run").asText()));
    }

    @Test
    void withoutAPortTheUsualOneIsTakenOrOneBehindIt() throws IOException {
        RunDirectory.create(folder.resolve("out.run"), false, new RealDisk()).close();
        List<String> addresses = new ArrayList<>();
        try (ServerSocket other = usual()) {
            happenings.add(watcher -> addresses.add(watcher.address()));
            assertEquals(0, watch(), said());
            assertTrue(addresses.get(0).matches("http://127\\.0\\.0\\.1:(909[6-9]|91\\d\\d)/"), addresses.toString());
            assertTrue(other == null || other.isBound());
        }
    }

    /** Whoever has the port, it is taken. */
    private static @org.jspecify.annotations.Nullable ServerSocket usual() {
        try {
            return new ServerSocket(WatchVerb.USUAL_PORT, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void whereThereIsNoRunNothingIsOpened() throws IOException {
        assertEquals(66, watch("--monitor", "0"));
        Files.createDirectories(folder.resolve("out.run"));
        assertEquals(66, watch("--monitor", "0"));
        assertFalse(Watcher.isTold(said()), said());
    }

    @Test
    void aWrongAddressIsRefused() throws IOException {
        RunDirectory.create(folder.resolve("out.run"), false, new RealDisk()).close();
        assertEquals(64, watch("--monitor", "everywhere"));
        assertEquals(78, watch("--monitor", "0.0.0.0:0"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(69, watch("--monitor", Integer.toString(other.getLocalPort())));
        }
    }
}
