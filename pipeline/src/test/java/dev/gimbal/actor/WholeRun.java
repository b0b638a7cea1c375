package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.MemoryDisk;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneRun;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A small run of the sample model's first layers, to be ended in all ways: it commits as often as it can, its run directory lies on a disk
 * in memory, its output in a real folder. The synchronous engine says what it must come to.
 */
final class WholeRun {
    private static final int LAYERS = 3;
    private static final int CHARACTERS = 2000;
    private static final List<String> FEW = List.of("windows", "6", "seq", "16", "holdout", "3");

    private final Path folder;
    private final List<Written> written;

    private WholeRun(Path folder, List<Written> written) {
        this.folder = folder;
        this.written = written;
    }

    /**
     * Computes what has to come out.
     *
     * @param folder a real one, empty
     * @param settings {@code key=text,key=text}
     */
    static WholeRun of(Path folder, String settings) throws IOException {
        List<String> all = new ArrayList<>(FEW);
        Path model = ShortModel.write(folder.resolve("model"), LAYERS);
        String text = Files.readString(Path.of("../configs/sample/calibration.txt"));
        Path calibration = Files.writeString(folder.resolve("calibration.txt"), text.substring(0, CHARACTERS));
        all.addAll(List.of("model", model.toString(), "calibration", calibration.toString()));
        all.addAll(Arrays.asList(settings.split("[,=]", -1)));
        new PruneRun(
                        PruneSettingsOf.sample(folder.resolve("engine"), all.toArray(String[]::new)),
                        "test",
                        PruneObserver.SILENT)
                .run();
        all.addAll(List.of("checkpoint.interval", "0"));
        return new WholeRun(folder, PruneSettingsOf.written(folder.resolve("out"), all.toArray(String[]::new)));
    }

    /** On the disk in memory. */
    Path directory() {
        return folder.resolve("out.run").toAbsolutePath().normalize();
    }

    Path output() {
        return folder.resolve("out");
    }

    void prune(Disk disk) {
        new Pipeline(disk, "test", new Warnings(warning -> {})).prune(written);
    }

    /** The warnings. */
    List<String> pruneAndHear(Disk disk) {
        List<String> warnings = new CopyOnWriteArrayList<>();
        new Pipeline(disk, "test", new Warnings(warnings::add)).prune(written);
        return warnings;
    }

    Pipeline.Resumed resume(Disk disk) {
        return resume(disk, warning -> {});
    }

    Pipeline.Resumed resume(Disk disk, Consumer<String> warned) {
        return new Pipeline(disk, "test", new Warnings(warned)).resume(directory());
    }

    /** Goes on with what is there, and begins anew where nothing was saved. */
    void resumeOrPrune(Disk disk) {
        try {
            resume(disk);
        } catch (GimbalException e) {
            if (e.exitCode() != ExitCode.NO_INPUT) {
                throw e;
            }
            prune(disk);
        }
    }

    /** Numbers of operations to befall a run of so many: all of them where that is asked for, else {@code some}. */
    static List<Integer> places(int operations, int some) {
        TreeSet<Integer> places = new TreeSet<>();
        if (System.getProperty("gimbal.faults", "").equals("all")) {
            some = operations;
        }
        Random random = new Random(operations);
        for (int i = 0; i < some; i++) {
            int from = (int) ((long) i * operations / some);
            int to = (int) ((long) (i + 1) * operations / some);
            places.add(from + (to > from ? random.nextInt(to - from) : 0));
        }
        return List.copyOf(places);
    }

    /** The model is what the engine writes, and nothing is left behind but it and the run's report and events. */
    void requireFinished(MemoryDisk disk) throws IOException {
        requireSameModel();
        List<String> left = disk.files().keySet().stream()
                .filter(path -> path.startsWith(directory()))
                .map(path -> directory().relativize(path).toString())
                .toList();
        assertTrue(left.contains("report.json"), left.toString());
        assertTrue(List.of("events.bin", "report.json").containsAll(left), left.toString());
        assertEquals(List.of("calibration.txt", "engine", "model", "out"), names(folder));
    }

    void requireSameModel() throws IOException {
        assertEquals(names(folder.resolve("engine")), names(output()));
        for (String name : List.of("model.safetensors", "config.json")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("engine").resolve(name)),
                    Files.readAllBytes(output().resolve(name)),
                    name);
        }
    }

    /** Makes room for the next one. */
    void deleteOutput() throws IOException {
        if (Files.exists(output())) {
            try (Stream<Path> tree = Files.walk(output())) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Hears warnings alone. */
    private record Warnings(Consumer<String> warned) implements PruneObserver {
        @Override
        public void warned(String message) {
            warned.accept(message);
        }
    }
}
