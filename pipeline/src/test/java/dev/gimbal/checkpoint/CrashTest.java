package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends a run at every operation that changes the disk, by killing it and by power failures, and takes it up again. */
class CrashTest {
    private static final int STEPS = 5;
    private static final int POWER_FAILURES = 4;

    @ParameterizedTest
    @CsvSource({"BEFORE, 1", "AFTER, 2", "PARTLY, 3"})
    void theLastCommitThatReturnedOrTheOneBegunIsThereWhole(Manner manner, long seed) throws IOException {
        MemoryDisk whole = new MemoryDisk();
        assertTrue(new RunScript(seed).runs(whole, STEPS));
        for (int at = 0; at < whole.operations.size(); at++) {
            MemoryDisk disk = new MemoryDisk();
            disk.trouble = new Trouble(at, manner, "the process has ended", true);
            RunScript script = new RunScript(seed);
            script.runs(disk, STEPS);
            goOn(disk.afterKill(), script);
            for (int failure = 0; failure < POWER_FAILURES; failure++) {
                goOn(disk.afterPowerFailure(new Random(failure)), script);
            }
        }
    }

    /** Reads back what there is, and commits once more. */
    private static void goOn(MemoryDisk disk, RunScript script) throws IOException {
        List<String> warnings = new ArrayList<>();
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            Optional<Manifest> manifest = run.latest(warnings::add);
            String label = script.labelOf(manifest.orElseThrow(), disk);
            assertTrue(script.allowed().contains(label), label + " of " + script.allowed());
            assertEquals(List.of(), warnings, "an interruption damages nothing");
            RunScript next = new RunScript(7);
            next.step(run);
            assertEquals(next.returned, next.labelOf(run.latest(warnings::add).orElseThrow(), disk));
        } catch (GimbalException e) {
            assertEquals(null, script.returned, e.getMessage());
            assertEquals(ExitCode.NO_INPUT, e.exitCode());
            assertTrue(new RunScript(7).runs(disk, 1), "a new run may begin there");
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void finishingLeavesARunThatGoesOnOrAFinishedOne(Manner manner) throws IOException {
        RunScript script = new RunScript(3);
        MemoryDisk before = new MemoryDisk();
        assertTrue(script.runs(before, STEPS));
        MemoryDisk whole = before.afterKill();
        finish(whole);
        for (int at = 0; at < whole.operations.size(); at++) {
            MemoryDisk disk = before.afterKill();
            disk.trouble = new Trouble(at, manner, "the process has ended", true);
            finish(disk);
            finished(disk.afterKill(), script);
            for (int failure = 0; failure < POWER_FAILURES; failure++) {
                finished(disk.afterPowerFailure(new Random(failure)), script);
            }
        }
    }

    private static void finish(MemoryDisk disk) {
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            run.latest(warning -> {});
            run.finish(RunScript.report());
        } catch (GimbalException e) {
            assertTrue(disk.trouble != null, e.getMessage());
        }
    }

    private static void finished(MemoryDisk disk, RunScript script) throws IOException {
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            Manifest manifest = run.latest(warning -> {}).orElseThrow();
            assertEquals(script.returned, script.labelOf(manifest, disk));
        } catch (GimbalException e) {
            assertEquals(ExitCode.NO_INPUT, e.exitCode());
            assertTrue(String.valueOf(e.getMessage()).contains("is finished"), e.getMessage());
            assertEquals(List.of("report.json"), RunScript.names(disk));
            assertEquals(
                    RunState.Kind.FINISHED,
                    RunState.read(RunScript.FOLDER, disk).kind());
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void throwingARunAwayLeavesOneThatIsWholeOrNone(Manner manner) throws IOException {
        RunScript script = new RunScript(4);
        MemoryDisk before = new MemoryDisk();
        assertTrue(script.runs(before, STEPS));
        for (MemoryDisk after : interruptions(before, manner)) {
            try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, after)) {
                List<String> warnings = new ArrayList<>();
                script.labelOf(run.latest(warnings::add).orElseThrow(), after);
                assertEquals(List.of(), warnings);
            } catch (GimbalException e) {
                assertEquals(ExitCode.NO_INPUT, e.exitCode(), e.getMessage());
            }
            RunScript next = new RunScript(8);
            try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, true, after)) {
                assertTrue(run.latest(warning -> {}).isEmpty());
                next.steps(run, 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Manner.class)
    void aFinishedRunDoesNotComeBack(Manner manner) throws IOException {
        MemoryDisk before = new MemoryDisk();
        assertTrue(new RunScript(5).runs(before, STEPS));
        try (RunFile report = before.create(RunScript.FOLDER.resolve("report.json"))) {
            report.write(0, ByteBuffer.wrap(RunScript.report()));
        }
        for (MemoryDisk after : interruptions(before, manner)) {
            assertNotEquals(
                    FolderContents.Kind.UNFINISHED,
                    FolderContents.of(RunScript.FOLDER, after).kind());
            RunDirectory.create(RunScript.FOLDER, false, after).close();
        }
    }

    /** What is left when another run begins in the same place and is ended on the way. */
    private static List<MemoryDisk> interruptions(MemoryDisk before, Manner manner) {
        MemoryDisk whole = before.afterKill();
        RunDirectory.create(RunScript.FOLDER, true, whole).close();
        List<MemoryDisk> left = new ArrayList<>();
        for (int at = 0; at < whole.operations.size(); at++) {
            MemoryDisk disk = before.afterKill();
            disk.trouble = new Trouble(at, manner, "the process has ended", true);
            try {
                RunDirectory.create(RunScript.FOLDER, true, disk).close();
            } catch (GimbalException e) {
                assertEquals(ExitCode.CANNOT_CREATE, e.exitCode());
            }
            left.add(disk.afterKill());
            for (int failure = 0; failure < POWER_FAILURES; failure++) {
                left.add(disk.afterPowerFailure(new Random(failure)));
            }
        }
        return left;
    }
}
