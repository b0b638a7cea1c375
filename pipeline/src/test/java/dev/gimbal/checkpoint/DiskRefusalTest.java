package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that refuses once, at every operation in turn, while the process goes on. */
class DiskRefusalTest {
    private static final int STEPS = 4;
    private static final int POWER_FAILURES = 3;

    @ParameterizedTest
    @CsvSource({
        "BEFORE, Input/output error",
        "AFTER, Input/output error",
        "PARTLY, No space left on device",
        "BEFORE, Read-only file system"
    })
    void aRefusalLosesNothingThatWasCommittedAndALaterCommitGoesWell(Manner manner, String message) throws IOException {
        long seed = message.length();
        MemoryDisk whole = new MemoryDisk();
        assertTrue(new RunScript(seed).runs(whole, STEPS));
        for (int at = 0; at < whole.operations.size(); at++) {
            MemoryDisk disk = new MemoryDisk();
            disk.trouble = new Trouble(at, manner, message, false);
            RunScript script = new RunScript(seed);
            runStubbornly(disk, script);
            assertEquals(script.returned, readBack(disk.afterKill(), script), "at " + at);
            assertEquals(List.of(), leftOver(disk), "at " + at + " " + disk.operations.get(at));
        }
    }

    /** Tries again what was refused, as another manifest, and looks meanwhile at what would be left. */
    private static void runStubbornly(MemoryDisk disk, RunScript script) throws IOException {
        try (RunDirectory run = createdStubbornly(disk)) {
            for (int step = 0; step < STEPS; step++) {
                try {
                    script.step(run);
                } catch (GimbalException e) {
                    Refusal.of(ExitCode.IO, () -> rethrow(e), "/runs/one", "gimbal resume /runs/one");
                    requireNothingLost(disk, script);
                    script.forgetHidden(run);
                    script.step(run);
                }
            }
            disk.trouble = null;
            script.step(run); // takes away what could not be taken away
        }
    }

    private static void rethrow(GimbalException e) {
        throw e;
    }

    private static RunDirectory createdStubbornly(MemoryDisk disk) {
        try {
            return RunDirectory.create(RunScript.FOLDER, false, disk);
        } catch (GimbalException e) {
            assertEquals(ExitCode.CANNOT_CREATE, e.exitCode());
            return RunDirectory.create(RunScript.FOLDER, false, disk);
        }
    }

    private static void requireNothingLost(MemoryDisk disk, RunScript script) throws IOException {
        if (script.returned != null) {
            assertEquals(script.returned, readBack(disk.afterKill(), script), "what failed is not there");
            for (int failure = 0; failure < POWER_FAILURES; failure++) {
                MemoryDisk after = disk.afterPowerFailure(new Random(failure));
                assertTrue(script.allowed().contains(readBack(after, script)));
            }
        }
    }

    private static String readBack(MemoryDisk disk, RunScript script) throws IOException {
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            return script.labelOf(run.latest(warning -> {}).orElseThrow(), disk);
        }
    }

    /** Data files that neither of the last two generations names, and generations before those. */
    private static List<String> leftOver(MemoryDisk disk) throws IOException {
        Generations generations = new Generations(RunScript.FOLDER, disk);
        assertEquals(2, generations.numbers().size());
        List<String> files = new ArrayList<>(RunScript.dataFiles(disk));
        files.removeAll(generations.referenced(number -> true));
        RunScript.names(disk).stream().filter(RunNames::isPartial).forEach(files::add);
        return files;
    }

    @Test
    void aRunThatCannotBeFinishedGoesOnAndCanBeFinishedLater() throws IOException {
        MemoryDisk begun = new MemoryDisk();
        RunScript script = new RunScript(2);
        assertTrue(script.runs(begun, 2));
        for (Manner manner : Manner.values()) {
            boolean finished = false;
            for (int skipped = 0; !finished; skipped++) {
                MemoryDisk disk = begun.afterKill();
                try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
                    run.latest(warning -> {});
                    int at = disk.operations.size() + skipped;
                    disk.trouble = new Trouble(at, manner, "Input/output error", false);
                    finished = finishes(run);
                    if (!finished) {
                        assertEquals(script.returned, readBack(disk.afterKill(), script));
                        run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_WRITE));
                        run.finish(RunScript.report());
                    }
                }
                assertTrue(RunScript.names(disk).contains("report.json"), "at " + skipped);
            }
        }
    }

    private static boolean finishes(RunDirectory run) {
        try {
            run.finish(RunScript.report());
            return true;
        } catch (GimbalException e) {
            assertEquals(ExitCode.IO, e.exitCode());
            return false;
        }
    }

    @Test
    void aFullDiskIsToldInBytesAndWhatWasBeingWrittenGoes() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        RunScript script = new RunScript(1);
        try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk)) {
            script.steps(run, 3);
            List<String> before = RunScript.dataFiles(disk);
            long used = MemoryDisk.UNLIMITED - disk.freeBytes(RunScript.FOLDER);
            disk.capacity = used + 100;
            PieceWriter writer = run.write("large");
            Refusal.of(
                    ExitCode.IO,
                    () -> writer.append(ByteBuffer.allocate(5000)),
                    "is full",
                    "5000 bytes",
                    " are free",
                    "gimbal resume /runs/one");
            assertEquals(before, RunScript.dataFiles(disk));
            Manifest.Builder next =
                    Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE).addWarnings("x".repeat(3000));
            Refusal.of(ExitCode.IO, () -> run.commit(next), "is full", " are free");
            assertFalse(RunScript.names(disk).stream().anyMatch(RunNames::isPartial));
            assertEquals(100, disk.freeBytes(RunScript.FOLDER), "all that was free before");
            disk.capacity = MemoryDisk.UNLIMITED;
            script.steps(run, 1);
        }
        assertEquals(script.returned, readBack(disk, script));
    }

    @Test
    void aFileThatCouldNotBeMadeDurableIsNeverCommitted() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk)) {
            DataFile file = run.createData("hidden");
            file.write(0, ByteBuffer.allocate(10));
            Manifest.Builder next = Manifest.newBuilder()
                    .setPhase(Phase.PHASE_PRUNE)
                    .addHidden(
                            HiddenPiece.newBuilder().setPhase(Phase.PHASE_PRUNE).setData(run.piece("hidden", 0, 10)));
            disk.trouble = new Trouble(disk.operations.size(), Manner.BEFORE, "Input/output error", false);
            Refusal.of(ExitCode.IO, () -> run.commit(next), "data/hidden", "Input/output error");
            // The system says of the next attempt that it goes well.
            Refusal.of(ExitCode.IO, () -> run.commit(next), "data/hidden", "durable");
            run.release("hidden");
            assertThrows(IllegalArgumentException.class, () -> run.commit(next), "it is gone");
            DataFile again = run.createData("hidden");
            again.write(0, ByteBuffer.allocate(10));
            assertNotEquals(0, run.commit(next).generation());
        }
    }

    @Test
    void permissionsAndDisksThatCanOnlyBeReadAreToldApart() {
        MemoryDisk disk = new MemoryDisk();
        assertTrue(new RunScript(1).runs(disk, 2));
        disk.refusal = new AccessDeniedException("/runs/one");
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(RunScript.FOLDER, disk), "/runs/one", "This user");
        Refusal.of(ExitCode.NO_INPUT, () -> RunState.read(RunScript.FOLDER, disk), "/runs/one", "This user");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> RunDirectory.create(RunScript.FOLDER, true, disk), "/runs/one");
        disk.refusal = new IOException("Read-only file system");
        Refusal.of(ExitCode.IO, () -> RunDirectory.open(RunScript.FOLDER, disk), "/runs/one", "only be read");
        Refusal.of(
                ExitCode.CANNOT_CREATE,
                () -> RunDirectory.create(RunScript.FOLDER, true, disk),
                "/runs/one",
                "Read-only");
        disk.refusal = null;
        assertEquals(
                2L,
                Objects.requireNonNull(RunState.read(RunScript.FOLDER, disk).manifest())
                        .getGeneration());
    }
}
