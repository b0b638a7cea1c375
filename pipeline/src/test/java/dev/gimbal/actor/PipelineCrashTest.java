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
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs that end at any operation that changes their run directory, killed or by a power failure, and are resumed, and
 * end again. With {@code -Dgimbal.faults=all} at every operation, else at a sample of them.
 */
class PipelineCrashTest {
    private static final List<Manner> MANNERS = List.copyOf(EnumSet.allOf(Manner.class));

    private static final int SOME = 20;
    private static final int LIVES = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compensation=rotation",
                "compensation=ridge,memory.hidden=disk,memory.activations=spill",
                "schedule=layer,memory.hidden=disk,memory.activations=recompute",
                "selection=global,layout=masked,memory.hidden=disk,compensation=bias",
                "evaluation=../configs/sample/evaluation.txt,evaluation-windows=2,compensation=none"
            })
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aRunThatEndsAnywhereComesToTheSameBytes(String settings) throws IOException {
        WholeRun run = WholeRun.of(folder, settings);
        MemoryDisk whole = new MemoryDisk();
        run.prune(whole);
        run.requireFinished(whole);
        int operations = whole.history().size();
        for (int at : WholeRun.places(operations, SOME)) {
            run.deleteOutput();
            endsWell(run, at, operations);
        }
    }

    private static void endsWell(WholeRun run, int firstEnd, int operations) throws IOException {
        Random random = new Random(firstEnd);
        MemoryDisk disk = new MemoryDisk();
        boolean saved = false;
        int end = firstEnd;
        for (int life = 0; ; life++) {
            boolean dies = life == 0 || (life < LIVES && random.nextInt(3) == 0);
            Manner manner = MANNERS.get(random.nextInt(MANNERS.size()));
            disk.befall(dies ? new Trouble(end, manner, "the process has ended", true) : null);
            try {
                live(run, disk, life, saved);
                if (disk.history().size() <= end || !dies) {
                    break;
                }
            } catch (GimbalException e) {
                assertTrue(dies, e.getMessage());
            }
            saved |= hasCommitted(disk.history(), end, run.directory());
            disk = random.nextBoolean() ? disk.afterKill() : disk.afterPowerFailure(random);
            end = random.nextInt(operations);
        }
        run.requireFinished(disk);
    }

    private static void live(WholeRun run, MemoryDisk disk, int life, boolean saved) {
        if (life == 0) {
            run.prune(disk);
        } else if (saved) {
            run.resume(disk);
        } else {
            run.resumeOrPrune(disk);
        }
    }

    /** Whether a commit may have returned before the end. */
    private static boolean hasCommitted(List<String> history, int end, Path directory) {
        List<String> lived = history.subList(0, Math.min(end, history.size()));
        for (int i = 0; i < lived.size(); i++) {
            if (lived.get(i).startsWith("rename " + directory.resolve("generation-"))) {
                return lived.subList(i, lived.size()).contains("sync " + directory);
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"compensation=none", "compensation=none,memory.hidden=disk"})
    void aRunIsRefusedOnlyBeforeItsFirstCommitAndBeginsAnewThen(String settings) throws IOException {
        WholeRun run = WholeRun.of(folder, settings);
        boolean refused = true;
        for (int at = 0; refused; at++) {
            MemoryDisk disk = new MemoryDisk();
            disk.befall(new Trouble(at, Manner.BEFORE, "the process has ended", true));
            try {
                run.prune(disk);
            } catch (GimbalException e) {
                assertTrue(List.of(ExitCode.IO, ExitCode.CANNOT_CREATE).contains(e.exitCode()), e.getMessage());
            }
            boolean saved = hasCommitted(disk.history(), at, run.directory());
            MemoryDisk after = disk.afterKill();
            try {
                run.resume(after);
                refused = false;
            } catch (GimbalException e) {
                assertEquals(ExitCode.NO_INPUT, e.exitCode());
                assertFalse(saved, e.getMessage());
                run.prune(after);
            }
            run.requireFinished(after);
            run.deleteOutput();
        }
    }
}
