package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.MemoryDisk;
import dev.gimbal.checkpoint.MemoryDisk.Manner;
import dev.gimbal.checkpoint.MemoryDisk.Trouble;
import dev.gimbal.checkpoint.RunState;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every file of a stopped run's directory, changed behind its back. With {@code -Dgimbal.faults=all} at many places, else at
 * one of each kind.
 */
class PipelineDamageTest {
    private static final List<Change> CHANGES = List.copyOf(EnumSet.allOf(Change.class));

    private static final int EACH = System.getProperty("gimbal.faults", "").equals("all") ? 12 : 1;

    @TempDir
    private Path folder;

    /** What is done to a file. */
    private enum Change {
        FLIP,
        CUT,
        ZERO,
        EMPTY;

        byte[] apply(byte[] content, Random random) {
            byte[] changed = content.clone();
            int at = random.nextInt(Math.max(1, content.length));
            switch (this) {
                case FLIP -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case CUT -> changed = Arrays.copyOf(changed, at);
                case ZERO -> Arrays.fill(changed, at, Math.min(changed.length, at + 512), (byte) 0);
                case EMPTY -> changed = new byte[0];
            }
            return changed;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'compensation=rotation',0.25",
        "'compensation=ridge,memory.hidden=disk,memory.activations=spill',0.6",
        "'schedule=layer,memory.hidden=disk',0.9",
        "'selection=global,layout=masked,compensation=bias',0.3"
    })
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aChangedFileNeverMakesAnotherModel(String settings, double share) throws IOException {
        WholeRun run = WholeRun.of(folder, settings);
        MemoryDisk whole = new MemoryDisk();
        run.prune(whole);
        run.deleteOutput();
        int end = (int) (share * whole.history().size());
        MemoryDisk stopped = stopped(run, end);
        Map<Path, byte[]> files = stopped.files();
        Random random = new Random(end);
        for (Path file : files.keySet()) {
            int first = random.nextInt(CHANGES.size());
            for (int i = 0; i < EACH; i++) {
                Change change = CHANGES.get((first + i) % CHANGES.size());
                byte[] content = files.getOrDefault(file, new byte[0]);
                byte[] changed = content.length == 0 ? new byte[] {1} : change.apply(content, random);
                if (!Arrays.equals(content, changed)) {
                    MemoryDisk disk = stopped.afterKill();
                    disk.damage(file, changed);
                    isHarmless(run, disk, file);
                }
            }
        }
    }

    /** The right model, or none and a sentence. */
    private static void isHarmless(WholeRun run, MemoryDisk disk, Path file) throws IOException {
        List<String> warnings = new ArrayList<>();
        try {
            run.resume(disk, warnings::add);
            run.requireFinished(disk);
            run.deleteOutput();
        } catch (GimbalException e) {
            assertEquals(ExitCode.DATA, e.exitCode(), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).endsWith("."), e.getMessage());
            assertFalse(Files.exists(run.output()), e.getMessage());
        }
        for (String warning : warnings) {
            if (warning.contains("damaged")) {
                assertTrue(warning.contains(String.valueOf(file.getFileName())), warning);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'compensation=rotation'", "'compensation=ridge,memory.hidden=disk'"})
    void theGenerationBeforeDoesAndTheUserIsTold(String settings) throws IOException {
        WholeRun run = WholeRun.of(folder, settings);
        MemoryDisk whole = new MemoryDisk();
        run.prune(whole);
        run.deleteOutput();
        int data = 0;
        for (int tenth = 3; tenth < 8; tenth++) {
            MemoryDisk stopped = stopped(run, whole.history().size() * tenth / 10);
            Path newest = lastManifest(run, stopped);
            MemoryDisk before = stopped.afterKill();
            before.delete(newest);
            Set<Path> own = dataOf(run, stopped);
            own.removeAll(dataOf(run, before));
            data += own.size();
            own.add(newest);
            for (Path file : own) {
                MemoryDisk disk = stopped.afterKill();
                disk.damage(file, new byte[] {1, 2, 3});
                isToldOf(run, disk, file);
            }
        }
        assertTrue(data > 0, "no generation had files of its own");
    }

    private static void isToldOf(WholeRun run, MemoryDisk disk, Path file) throws IOException {
        List<String> warnings = new ArrayList<>();
        run.resume(disk, warnings::add);
        run.requireFinished(disk);
        run.deleteOutput();
        List<String> told = warnings.stream()
                .filter(warning -> warning.contains("goes on from the one before"))
                .toList();
        assertEquals(1, told.size(), warnings.toString());
        assertTrue(told.get(0).contains(String.valueOf(file.getFileName())), told.get(0));
    }

    /** How many operations a run has depends on what else the machine does; one that comes through is tried again. */
    private static MemoryDisk stopped(WholeRun run, int latest) throws IOException {
        for (int end = latest; ; end = end * 3 / 4) {
            MemoryDisk disk = new MemoryDisk();
            disk.befall(new Trouble(end, Manner.BEFORE, "the process has ended", true));
            try {
                run.prune(disk);
            } catch (GimbalException e) {
                return disk.afterKill();
            }
            run.deleteOutput();
        }
    }

    private static Path lastManifest(WholeRun run, MemoryDisk disk) throws IOException {
        return disk.list(run.directory()).stream()
                .filter(path -> path.toString().endsWith(".manifest"))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    /** What the newest generation names. */
    private static Set<Path> dataOf(WholeRun run, MemoryDisk disk) {
        Manifest manifest =
                Objects.requireNonNull(RunState.read(run.directory(), disk).manifest());
        Set<Path> files = new TreeSet<>();
        Path data = run.directory().resolve("data");
        manifest.getTargetsList()
                .forEach(target -> files.add(data.resolve(target.getData().getFile())));
        manifest.getHiddenList()
                .forEach(hidden -> files.add(data.resolve(hidden.getData().getFile())));
        if (manifest.hasStatistics()) {
            files.add(data.resolve(manifest.getStatistics().getData().getFile()));
        }
        return files;
    }
}
