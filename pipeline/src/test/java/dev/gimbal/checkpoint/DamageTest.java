package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Changes the files of a checkpoint behind its back, each in many ways, and takes the run up again. */
class DamageTest {
    private static final int SEEDS = 3;

    /** A run of a few generations, and what it looks like from outside. */
    private static final class Checkpoint {
        final MemoryDisk disk = new MemoryDisk();
        final RunScript script;
        final List<String> labels = new ArrayList<>();

        Checkpoint(long seed) {
            script = new RunScript(seed);
            try (RunDirectory run = RunDirectory.create(RunScript.FOLDER, false, disk)) {
                for (int step = 0; step < 4; step++) {
                    script.step(run);
                    labels.add(Objects.requireNonNull(script.returned));
                }
            }
        }

        /** All that a generation consists of. */
        List<Path> files() throws IOException {
            return Stream.concat(
                            disk.list(RunScript.FOLDER).stream().filter(path -> RunNames.generation(RunNames.of(path))
                                    .isPresent()),
                            disk.list(RunScript.FOLDER.resolve("data")).stream())
                    .toList();
        }
    }

    /** Changes one file, which some range of every file of a checkpoint covers, so that it must be noticed. */
    private static void isNoticed(Checkpoint checkpoint, Path file, UnaryOperator<byte[]> change) throws IOException {
        MemoryDisk disk = checkpoint.disk.afterKill();
        MemoryFile content = disk.file(file);
        byte[] changed = change.apply(content.content.clone());
        if (Arrays.equals(changed, content.content)) {
            return;
        }
        content.content = changed;
        isNoticed(checkpoint, file, disk);
    }

    private static void isNoticed(Checkpoint checkpoint, Path file, MemoryDisk disk) throws IOException {
        List<String> warnings = new ArrayList<>();
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            Manifest manifest = run.latest(warnings::add).orElseThrow();
            String label = checkpoint.script.labelOf(manifest, disk);
            int newest = checkpoint.labels.size() - 1;
            if (label.equals(checkpoint.labels.get(newest))) {
                assertEquals(List.of(), warnings);
                assertEquals(false, concerns(file, manifest), "not noticed: " + file);
            } else {
                assertEquals(checkpoint.labels.get(newest - 1), label);
                assertEquals(1, warnings.size());
                assertTrue(warnings.get(0).contains(RunNames.of(file)), warnings.get(0));
                assertTrue(warnings.get(0).endsWith("."), warnings.get(0));
            }
            RunScript next = new RunScript(9);
            next.resume(manifest);
            next.steps(run, 2);
            assertEquals(List.of(), leftOver(disk));
        } catch (GimbalException e) {
            assertEquals(ExitCode.DATA, e.exitCode());
            assertTrue(String.valueOf(e.getMessage()).contains(RunNames.of(file)), e.getMessage());
        }
    }

    /** Whether a change of this file changes what a generation consists of. */
    private static boolean concerns(Path file, Manifest manifest) {
        String name = RunNames.of(file);
        return name.equals(RunNames.manifest(manifest.getGeneration()))
                || Pieces.files(manifest).contains(name);
    }

    private static List<String> leftOver(MemoryDisk disk) throws IOException {
        Generations generations = new Generations(RunScript.FOLDER, disk);
        assertEquals(2, generations.numbers().size());
        TreeSet<String> files = new TreeSet<>(RunScript.dataFiles(disk));
        files.removeAll(generations.referenced(number -> true));
        return List.copyOf(files);
    }

    @Test
    void oneFlippedBitAnywhereIsNoticed() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Checkpoint checkpoint = new Checkpoint(seed);
            for (Path file : checkpoint.files()) {
                int size = (int) checkpoint.disk.size(file);
                for (int position = 0; position < size; position += 1 + random.nextInt(1 + size / 20)) {
                    int at = position;
                    int bit = random.nextInt(8);
                    isNoticed(checkpoint, file, bytes -> {
                        bytes[at] ^= (byte) (1 << bit);
                        return bytes;
                    });
                }
            }
        }
    }

    @Test
    void aFileThatIsCutOffOrZeroedIsNoticed() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Checkpoint checkpoint = new Checkpoint(seed);
            for (Path file : checkpoint.files()) {
                int size = (int) checkpoint.disk.size(file);
                for (int left : new int[] {0, 1, size / 2, Math.max(0, size - 1)}) {
                    isNoticed(checkpoint, file, bytes -> Arrays.copyOf(bytes, Math.min(left, bytes.length)));
                    isNoticed(checkpoint, file, bytes -> Arrays.copyOf(Arrays.copyOf(bytes, left), bytes.length));
                }
            }
        }
    }

    @Test
    void aFileThatIsMissingIsNoticed() throws IOException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Checkpoint checkpoint = new Checkpoint(seed);
            for (Path file : checkpoint.files()) {
                MemoryDisk disk = checkpoint.disk.afterKill();
                disk.delete(file);
                List<String> warnings = new ArrayList<>();
                boolean manifest = RunNames.generation(RunNames.of(file)).isPresent();
                if (manifest) { // without its manifest a generation never was
                    try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
                        String label = checkpoint.script.labelOf(
                                run.latest(warnings::add).orElseThrow(), disk);
                        assertTrue(checkpoint.labels.subList(2, 4).contains(label), label);
                    }
                } else {
                    isNoticed(checkpoint, file, disk);
                }
            }
        }
    }

    @Test
    void aManifestInAnothersPlaceIsNoticed() throws IOException {
        Checkpoint checkpoint = new Checkpoint(2);
        MemoryFile older = checkpoint.disk.file(RunScript.FOLDER.resolve(RunNames.manifest(3)));
        isNoticed(checkpoint, RunScript.FOLDER.resolve(RunNames.manifest(4)), bytes -> older.content.clone());
    }

    @Test
    void whatIsBehindAPieceInItsFileMayChange() throws IOException {
        Checkpoint checkpoint = new Checkpoint(1);
        int found = 0;
        for (Path file : checkpoint.files()) {
            MemoryDisk disk = checkpoint.disk.afterKill();
            MemoryFile content = disk.file(file);
            content.content = Arrays.copyOf(content.content, content.content.length + 1);
            if (RunNames.generation(RunNames.of(file)).isEmpty()) {
                found++;
                try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
                    Manifest manifest = run.latest(warning -> {}).orElseThrow();
                    assertEquals(checkpoint.script.returned, checkpoint.script.labelOf(manifest, disk));
                }
            }
        }
        assertNotEquals(0, found);
    }

    /** It may have been a disk that could not be read for a moment. */
    @Test
    void whatADamagedGenerationNamesStaysUntilTheNextCommit() throws IOException {
        Checkpoint checkpoint = new Checkpoint(1);
        String lost = RunNames.manifest(4);
        Generations generations = new Generations(RunScript.FOLDER, checkpoint.disk);
        TreeSet<String> named = new TreeSet<>(generations.referenced(number -> number == 4));
        TreeSet<String> ownNames = new TreeSet<>(named);
        ownNames.removeAll(generations.referenced(number -> number == 3));
        MemoryFile own = checkpoint.disk.file(RunScript.data(ownNames.first()));
        byte[] whole = own.content.clone();
        own.content[0] ^= 1;
        List<String> warnings = new ArrayList<>();
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, checkpoint.disk)) {
            run.latest(warnings::add);
        }
        assertEquals(1, warnings.size());
        assertTrue(RunScript.names(checkpoint.disk).contains(lost));
        assertTrue(RunScript.dataFiles(checkpoint.disk).containsAll(named));
        own.content = whole;
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, checkpoint.disk)) {
            assertEquals(4, run.latest(warning -> {}).orElseThrow().getGeneration());
        }
    }

    @Test
    void whenNothingIsWholeTheRunIsRefusedAndNothingTouched() throws IOException {
        Checkpoint checkpoint = new Checkpoint(1);
        for (Path file : checkpoint.files()) {
            checkpoint.disk.file(file).content = new byte[3];
        }
        List<Path> before = checkpoint.files();
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, checkpoint.disk)) {
            Refusal.ofData(
                    () -> run.latest(warning -> {}),
                    "/runs/one",
                    RunNames.manifest(3),
                    RunNames.manifest(4),
                    "gimbal prune --force");
        }
        assertEquals(before, checkpoint.files());
    }
}
