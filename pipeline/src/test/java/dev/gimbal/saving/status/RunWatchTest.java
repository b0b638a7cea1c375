package dev.gimbal.saving.status;

import static dev.gimbal.saving.status.HandMade.T0;
import static dev.gimbal.saving.status.HandMade.manifest;
import static dev.gimbal.saving.status.HandMade.stage;
import static dev.gimbal.saving.status.HandMade.started;
import static dev.gimbal.saving.status.HandMade.stopped;
import static dev.gimbal.saving.status.HandMade.tokens;
import static dev.gimbal.saving.status.HandMade.warning;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.engine.Stage;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunFailed;
import dev.gimbal.saving.status.RunStatus.Place;
import dev.gimbal.saving.status.RunStatus.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories made by hand. */
class RunWatchTest {
    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("out.run");
    }

    private RunDirectory create() {
        return RunDirectory.create(folder(), true, new RealDisk());
    }

    private RunStatus status() {
        RunWatch watch = new RunWatch(folder(), new RealDisk());
        assertTrue(watch.look(), "the first look is news");
        return watch.status(Instant.now());
    }

    private static Place place(RunStatus status) {
        return Objects.requireNonNull(status.place());
    }

    /** The lock as a process that is gone, or on another host, has left it. */
    private void leaveLock(String text, String from, String to) throws IOException {
        Files.writeString(folder().resolve("run.lock"), text.replaceAll(from, to));
    }

    private String lock() throws IOException {
        return new RealDisk().readLock(folder().resolve("run.lock"));
    }

    @Test
    void aRunThatHasSavedNothingYetIsToldFromItsEvents() {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            assertEquals(State.BEGUN, status().state());
            assertNull(status().place());
            log.append(started(false));
            RunStatus status = status();
            assertEquals(State.BEGUN, status.state());
            assertEquals("m", status.task().model());
            assertEquals(4, status.task().layers());
            assertEquals(0.25, status.task().ratio());
            assertEquals(run.runId(), status.run());
            assertNull(status.checkpoint());
            assertNull(status.next());
            assertEquals(
                    ProcessHandle.current().pid(),
                    Objects.requireNonNull(status.worker()).pid());
            assertEquals(true, status.worker().works());
        }
        assertEquals(State.INTERRUPTED, status().state());
        assertNull(status().next(), "there is nothing to go on from");
    }

    @Test
    void aLiveRunTellsWhereItIsHowFastItGoesAndWhatIsSafe() {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 5));
            log.append(started(false));
            log.append(stage(dev.gimbal.protocol.Stage.STAGE_ATTENTION, 2, 0));
            log.append(tokens(500, 1000));
            RunStatus status = status();
            assertEquals(State.RUNNING, status.state());
            assertEquals(
                    new Place("prune", Stage.ATTENTION, 2, 500L, 1000L, 100.0 * 4500 / 8000, 500.0, 7.0),
                    place(status));
            assertEquals("a/model", status.task().model(), "the last one counts");
            assertEquals("/somewhere/out/smaller", status.task().outputFolder());
            assertEquals(0.3, status.task().ratio());
            assertEquals("wifv", status.task().score());
            assertNull(status.task().schedule());
            RunStatus.Checkpoint checkpoint = Objects.requireNonNull(status.checkpoint());
            assertEquals(1, checkpoint.generation());
            assertEquals(2, checkpoint.layersDone(), "of the third only one target is");
            assertTrue(checkpoint.ageSeconds() >= 0 && checkpoint.ageSeconds() < 60);
            assertEquals(List.of("layer 2, o_proj: Ill."), status.warnings());
        }
    }

    @Test
    void aStoppedAKilledAndAFailedRunAreToldApart() throws IOException {
        String lock;
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            lock = lock();
            run.commit(manifest(run, 2));
            log.append(started(false));
            log.append(stage(dev.gimbal.protocol.Stage.STAGE_MLP, 1, 0));
            log.append(tokens(100, 500));
        }
        RunStatus killed = status();
        assertEquals(State.INTERRUPTED, killed.state());
        assertEquals(Stage.MLP, place(killed).stage());
        assertNull(place(killed).tokensPerSecond(), "a rate is of a run that goes");
        assertEquals(new RunStatus.Next("resume", folder().toString()), killed.next());
        assertNull(killed.worker());
        leaveLock(lock, "pid \\d+", "pid 999999999");
        assertEquals(State.INTERRUPTED, status().state());
        assertEquals(false, Objects.requireNonNull(status().worker()).works());
        leaveLock(lock, "host .*", "host another");
        assertEquals(State.ELSEWHERE, status().state());
        assertNull(Objects.requireNonNull(status().worker()).works());
        Files.delete(folder().resolve("run.lock"));
        try (RunDirectory run = RunDirectory.open(folder(), new RealDisk())) {
            run.latest(warning -> {});
            try (EventLog log = EventLog.open(run)) {
                log.append(stopped());
                assertEquals(State.RUNNING, status().state(), "whoever is alive goes on, or is about to end");
                assertNull(place(status()).stage());
            }
        }
        assertEquals(State.STOPPED, status().state());
        assertEquals("SIGTERM", status().stopped());
        try (RunDirectory run = RunDirectory.open(folder(), new RealDisk())) {
            run.latest(warning -> {});
            try (EventLog log = EventLog.open(run)) {
                log.append(started(true));
                log.append(RunEvent.newBuilder()
                        .setTimeUnixMs(T0)
                        .setRunFailed(RunFailed.newBuilder()
                                .setMessage("The disk is full; make room.")
                                .setExitCode(74)));
            }
        }
        assertEquals(State.FAILED, status().state());
        assertEquals(new RunStatus.Failure("The disk is full; make room.", 74), status().failed());
        assertNull(status().stopped());
    }

    @Test
    void aRunWhoseEventsWereLostIsToldFromItsCheckpoint() throws IOException {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 4));
            log.append(started(false));
        }
        Files.delete(folder().resolve("events.bin"));
        RunStatus status = status();
        assertEquals(State.INTERRUPTED, status.state());
        assertEquals("a/model", status.task().model());
        assertNull(status.task().layers());
        assertEquals("prune", place(status).phase());
        assertEquals(2, Objects.requireNonNull(status.checkpoint()).layersDone());
        assertNotNull(status.lastSign());
        assertEquals("resume", Objects.requireNonNull(status.next()).verb());
    }

    @Test
    void aTornFileOfEventsIsReadAsFarAsItIsWhole() throws IOException {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 0));
            log.append(started(false));
            log.append(stage(dev.gimbal.protocol.Stage.STAGE_MLP, 1, 0));
            log.append(stopped());
        }
        Path events = folder().resolve("events.bin");
        byte[] whole = Files.readAllBytes(events);
        TreeMap<State, Integer> states = new TreeMap<>();
        for (int length = 0; length <= whole.length; length++) {
            Files.write(events, Arrays.copyOf(whole, length));
            RunStatus status = status();
            states.merge(status.state(), 1, Integer::sum);
            assertEquals("a/model", status.task().model());
        }
        assertEquals(1, states.get(State.STOPPED), "with the last byte");
        assertEquals(whole.length, states.get(State.INTERRUPTED));
    }

    @Test
    void eventsOfAnotherRunInTheSamePlaceTellNothingOfThisOne() throws IOException {
        byte[] others;
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            log.append(started(false));
            log.append(warning("Of another run."));
            others = Files.readAllBytes(folder().resolve("events.bin"));
        }
        try (RunDirectory run = create()) {
            run.commit(manifest(run, 2));
            Files.write(folder().resolve("events.bin"), others);
        }
        assertEquals(List.of(), status().warnings());
        assertNull(status().task().layers());
    }

    @Test
    void aRunThatBeginsInThePlaceOfAWatchedOneIsFollowed() {
        RunWatch watch = new RunWatch(folder(), new RealDisk());
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 2));
            log.append(started(false));
            watch.look();
            assertFalse(watch.look(), "nothing has happened since");
            log.append(warning("Something."));
            assertTrue(watch.look());
            assertEquals(List.of("Something."), watch.status(Instant.now()).warnings());
        }
        assertTrue(watch.look(), "nobody works on it any more");
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            for (int i = 0; i < 5; i++) {
                log.append(warning("A longer file than the one before had."));
            }
            run.commit(manifest(run, 0));
            assertTrue(watch.look());
            RunStatus status = watch.status(Instant.now());
            assertEquals(List.of("A longer file than the one before had."), status.warnings());
            assertEquals(run.runId(), status.run());
        }
    }

    @Test
    void aClockThatWasSetBackMakesNoAgeNegative() {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 0));
            log.append(started(false));
        }
        RunWatch watch = new RunWatch(folder(), new RealDisk());
        watch.look();
        RunStatus status = watch.status(Instant.ofEpochMilli(0));
        assertEquals(0, Objects.requireNonNull(status.checkpoint()).ageSeconds());
        assertEquals(0, Objects.requireNonNull(status.lastSign()).ageSeconds());
    }

    @Test
    void aFinishedRunIsToldFromItsReportWhateverElseIsLeft() throws IOException {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 2));
            log.append(started(false));
            run.finish(("{\"gimbal\": \"9.9\", \"model\": {\"name\": \"m\"}, \"output\": \"sub/out\","
                            + " \"ratio\": {\"asked\": 0.2, \"reached\": 0.21}, \"seconds\": {\"total\": 61.5},"
                            + " \"parameters\": {\"before\": 100, \"after\": 80}, \"warnings\": [\"W.\"],"
                            + " \"layers\": [{\"layer\": 0, \"attention\": {\"warnings\": []},"
                            + " \"mlp\": {\"warnings\": [\"V.\"]}}]}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        for (int round = 0; round < 2; round++) {
            RunStatus status = status();
            assertEquals(State.FINISHED, status.state());
            assertEquals(new RunStatus.Result(0.21, 100L, 80L, null, null, 61.5), status.finished());
            assertEquals(List.of("W.", "layer 1, down_proj: V."), status.warnings());
            assertEquals(new RunStatus.Next("verify", parent.resolve("out").toString()), status.next());
            assertEquals(1, status.task().layers());
            Files.deleteIfExists(folder().resolve("events.bin"));
        }
        Files.writeString(folder().resolve("report.json"), "{\"gimbal\": \"9.9\", \"mod");
        Refusal.ofData(this::status, "report.json", "gimbal verify");
    }

    @Test
    void aDamagedCheckpointIsPassedOverAndTold() throws IOException {
        try (RunDirectory run = create()) {
            run.commit(manifest(run, 2));
            run.commit(manifest(run, 4));
        }
        Path newest = folder().resolve("generation-00000002.manifest");
        byte[] content = Files.readAllBytes(newest);
        content[content.length - 1] ^= 1;
        Files.write(newest, content);
        RunStatus status = status();
        assertEquals(1, Objects.requireNonNull(status.checkpoint()).generation());
        assertTrue(
                status.warnings().get(0).contains("generation-00000002.manifest"),
                status.warnings().toString());
        Path oldest = folder().resolve("generation-00000001.manifest");
        Files.write(oldest, new byte[3]);
        Refusal.ofData(this::status, "generation-00000001.manifest", "generation-00000002.manifest");
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        Refusal.of(ExitCode.NO_INPUT, this::status, "There is no run directory");
        Files.createDirectory(folder());
        Refusal.of(ExitCode.NO_INPUT, this::status, "is empty");
        Files.writeString(folder().resolve("novel.txt"), "It was a dark and stormy night.");
        Refusal.of(ExitCode.NO_INPUT, this::status, "no run directory");
    }

    @Test
    void lookingWritesNothing() throws IOException {
        try (RunDirectory run = create();
                EventLog log = EventLog.open(run)) {
            run.commit(manifest(run, 2));
            log.append(started(false));
        }
        List<String> before = everything();
        status();
        assertEquals(before, everything());
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            return files.sorted()
                    .map(file -> {
                        try {
                            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }
}
