package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk;
import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole runs on a disk that refuses one operation, or fills up, while the process goes on. With {@code -Dgimbal.faults=all}
 * at every operation, else at a sample of them.
 */
class PipelineRefusalTest {
    private static final int SOME = 12;
    private static final String SPILLING = "compensation=ridge,memory.hidden=disk,memory.activations=spill";
    private static final Pattern FULL = Pattern.compile(
            "The disk of the run directory \\S+ is full: \\d+ bytes were needed for \\S+ and -?\\d+ are free; .*gimbal resume .*\\.");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "BEFORE, Input/output error",
        "AFTER, Input/output error",
        "PARTLY, No space left on device",
        "BEFORE, Read-only file system"
    })
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aRefusalEndsTheRunInASentenceAndLosesNothing(Manner manner, String message) throws IOException {
        WholeRun run = WholeRun.of(folder, SPILLING);
        MemoryDisk whole = new MemoryDisk();
        run.prune(whole);
        for (int at : WholeRun.places(whole.history().size(), SOME)) {
            run.deleteOutput();
            MemoryDisk disk = new MemoryDisk();
            disk.befall(new Trouble(at, manner, message, false));
            try {
                run.prune(disk);
            } catch (GimbalException e) {
                isTold(run, e, disk.history().get(at));
                disk.befall(null);
                run.resumeOrPrune(disk);
            }
            disk.befall(null);
            run.resume(disk); // clears away what could not be deleted
            run.requireFinished(disk);
        }
    }

    /**
     * Whoever cannot even say that it is finished has its output all the same. What was refused first was the report's
     * folder, perhaps, or an event, which ends no run.
     */
    private static void isTold(WholeRun run, GimbalException refusal, String operation) throws IOException {
        String sentence = String.valueOf(refusal.getMessage());
        assertTrue(List.of(ExitCode.IO, ExitCode.CANNOT_CREATE).contains(refusal.exitCode()), sentence);
        assertTrue(sentence.endsWith(".") && sentence.lines().count() == 1, sentence);
        if (operation.contains("report.json") || sentence.contains("report.json")) {
            run.requireSameModel();
        } else {
            assertFalse(Files.exists(run.output()), sentence);
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aDiskThatFillsUpIsToldInBytesAndWithRoomTheRunGoesOn() throws IOException {
        WholeRun run = WholeRun.of(folder, SPILLING);
        MemoryDisk disk = new MemoryDisk();
        int refusals = 0;
        boolean finished = false;
        for (long bytes = 20_000; !finished; bytes += 60_000) {
            disk.limit(bytes);
            try {
                run.resumeOrPrune(disk);
                finished = true;
            } catch (GimbalException e) {
                refusals++;
                String sentence = String.valueOf(e.getMessage());
                assertEquals(ExitCode.IO, e.exitCode(), sentence);
                assertTrue(FULL.matcher(sentence).matches(), sentence);
                assertFalse(Files.exists(run.output()), sentence);
            }
        }
        assertTrue(refusals > 4, "it was refused " + refusals + " times");
        run.requireFinished(disk);
    }

    @Test
    void eventsThatCannotBeWrittenCostAWarningAndNotTheRun() throws IOException {
        WholeRun run = WholeRun.of(folder, "compensation=none");
        MemoryDisk disk = new MemoryDisk();
        disk.befall("write " + run.directory().resolve("events.bin"), false);
        List<String> warnings = run.pruneAndHear(disk);
        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("events.bin"), warnings.get(0));
        run.requireFinished(disk);
    }
}
