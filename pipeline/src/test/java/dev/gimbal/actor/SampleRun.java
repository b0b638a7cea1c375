package dev.gimbal.actor;

<<<<<<< HEAD
import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.LayerCourse;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.messages.SettingTexts;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.plan.Planner;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.saving.Resumption;
import dev.gimbal.saving.RunSaver;
import dev.gimbal.surgery.OutputFolder;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a run of the sample model is made of, for actors that are tried alone. */
final class SampleRun implements AutoCloseable {
    final PruneJob job;
    final LayerWorkshop workshop;
    final MemoryPlan plan;
    final RunDirectory run;
    final OutputFolder output;
    final Manifest manifest;
    final RunSaver saver;

    /** A new run whose directory is {@code folder/out.run}. */
    SampleRun(Path folder, Disk disk, String... keysAndTexts) {
        var written = PruneSettingsOf.written(folder.resolve("out"), keysAndTexts);
        job = PruneJob.open(PruneSettingsOf.sample(folder.resolve("out"), keysAndTexts));
        workshop = job.workshop();
        plan = Planner.plan(job.settings(), job.config(), job.backend().threads());
        output = OutputFolder.create(folder.resolve("out"), false);
        run = RunDirectory.create(folder.resolve("out.run"), false, disk);
        manifest = Manifest.newBuilder()
                .addAllSettings(SettingTexts.of(written))
                .setPhase(
                        workshop.measuresFirst()
                                ? dev.gimbal.protocol.Phase.PHASE_MEASURE
                                : dev.gimbal.protocol.Phase.PHASE_PRUNE)
                .build();
        saver = new RunSaver(run, manifest, job.times(), System.nanoTime());
    }

    PruneParts parts() {
        return new PruneParts(job, workshop, plan, run, output, resumption(manifest), "test", true);
    }

    Resumption resumption(Manifest from) {
        return new Resumption(run, from, job.backend(), workshop);
    }

    Schedule schedule() {
        return job.settings().method().schedule();
    }

    /** With the embeddings in them, where the settings say. */
    Stores stores() {
        Stores stores = RunFiles.stores(plan, schedule(), job.backend(), workshop, run, Phase.PRUNE);
        int shards = workshop.batches().shards().count();
        workshop.embed(stores.hidden(), Phase.PRUNE, IntStream.range(0, shards).boxed().toList());
        return stores;
    }

    LayerLoader.Loaded layer(int index) {
        return new LayerLoader(job.backend(), job.model(), Runnable::run).take(index).join();
    }

    /** One pass, as the engine's loop goes through it. */
    void run(Course course, LayerPass pass, Stores stores) {
        var to = pass.to();
        if (to != null) {
            stores.hidden().begin(to);
        }
        for (List<Batch> round : Rounds.cut(pass.batches(), plan.batchesOfARound())) {
            List<BatchWork> work = Rounds.load(pass, round);
            Rounds.compute(job.backend(), pass, work, course.gathering(pass), tokens -> {});
            Rounds.store(pass, stores.hidden(), work);
        }
    }

    /** Runs passes until something can be solved; null when the layer is finished. */
    Course.@Nullable Complete nextToSolve(Course course, Stores stores) {
        while (course.complete().isEmpty()) {
            LayerPass pass = course.next();
            if (pass == null) {
                return null;
            }
            run(course, pass, stores);
        }
        return course.complete().get(0);
    }

    SolvedTarget solve(Course course, int layer, Course.Complete target) {
        return workshop.solver()
                .solve(layer, target.target(), course.weights(), target.gathering().gathered());
    }

    /** A layer from its beginning to its end by the engine alone: the oracle. The caller closes the course. */
    Map<Target, SolvedTarget> pruned(LayerCourse course, int layer, Stores stores) {
        Map<Target, SolvedTarget> solved = new EnumMap<>(Target.class);
        for (Course.Complete next = nextToSolve(course, stores); next != null; next = nextToSolve(course, stores)) {
            SolvedTarget solution = solve(course, layer, next);
            solved.put(next.target(), solution);
            course.solved(solution);
        }
        return solved;
    }

    @Override
    public void close() {
        workshop.close();
        job.close();
        run.close();
        output.close();
=======
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.MemoryDisk;
import dev.gimbal.config.Written;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneRun;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.engine.Stage;
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
final class SampleRun {
    private static final int LAYERS = 3;
    private static final int CHARACTERS = 2000;
    private static final List<String> FEW = List.of("windows", "6", "seq", "16", "holdout", "3");

    private final Path folder;
    private final List<Written> written;

    private SampleRun(Path folder, List<Written> written) {
        this.folder = folder;
        this.written = written;
    }

    /**
     * Computes what has to come out.
     *
     * @param folder a real one, empty
     * @param settings {@code key=text,key=text}
     */
    static SampleRun of(Path folder, String settings) throws IOException {
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
        return new SampleRun(folder, PruneSettingsOf.written(folder.resolve("out"), all.toArray(String[]::new)));
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
        public void stageStarted(Stage stage, int layer, int layers, long tokens) {}

        @Override
        public void tokensDone(long tokens) {}

        @Override
        public void layerPruned(LayerReport report) {}

        @Override
        public void warned(String message) {
            warned.accept(message);
        }
>>>>>>> faults
    }
}
