package dev.gimbal.benchmark;

import dev.gimbal.config.BenchmarkSettings;
import dev.gimbal.config.CalibrationSettings;
import dev.gimbal.config.Location;
import dev.gimbal.config.NearestName;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneEngine;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.RunRecorder;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.PublishedShape;
import dev.gimbal.model.SyntheticModel;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.plan.Planner;
import dev.gimbal.plan.Room;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import dev.gimbal.tensor.MeteredBackend;
import dev.gimbal.tensor.PartTimes;
import dev.gimbal.tensor.ResidentSet;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Prunes a few layers of a model with random weights, on random tokens: what a layer takes hardly depends on what its
 * weights are, so this tells what a model of the shape would, without one. Nothing is written.
 */
public final class LayerBenchmark {
    private final BenchmarkSettings settings;
    private final ModelConfig model;
    private final PruneObserver observer;

    private LayerBenchmark(BenchmarkSettings settings, ModelConfig model, PruneObserver observer) {
        this.settings = settings;
        this.model = model;
        this.observer = observer;
    }

    /**
     * The benchmark that was asked for.
     *
     * @throws GimbalException (66, 65) where the shape is neither a name that is known nor a folder of a model
     */
    public static LayerBenchmark of(BenchmarkSettings settings, PruneObserver observer) {
        return new LayerBenchmark(settings, shape(settings.shape()), observer);
    }

    private static ModelConfig shape(Location named) {
        return PublishedShape.labelled(named.written())
                .map(PublishedShape::config)
                .orElseGet(() -> folder(named));
    }

    private static ModelConfig folder(Location named) {
        if (!Files.exists(named.path()) && named.written().indexOf('/') < 0) {
            List<String> known = Stream.of(PublishedShape.values())
                    .map(PublishedShape::label)
                    .toList();
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    "there is no shape and no folder '" + named.written() + "': "
                            + NearestName.suggestion(
                                    named.written(), known, "choose one of " + String.join(", ", known)));
        }
        return ModelFolder.configuration(named);
    }

    /**
     * Measures.
     *
     * @throws GimbalException (69) when the backend does not work here; (78) when there is too little memory
     */
    public BenchmarkResult run() {
        PruneSettings run = settings.run();
        MemoryPlan plan = plan();
        PartTimes times = new PartTimes();
        try (Backend backend = new MeteredBackend(Backends.open(run.backend()), times)) {
            backend.keepIdle(plan.idleBytes());
            RunRecorder recorder = new RunRecorder(observer);
            DType stored = model.dtype() == null ? DType.F16 : model.dtype();
            PruneEngine engine = new PruneEngine(
                    backend,
                    new SyntheticModel(backend, model, settings.layers()),
                    run.method(),
                    (layer, target, values, count) -> stored.round(values, count),
                    recorder);
            engine.prune(windows(run.calibration()), plan.activations(), layer -> {});
            return result(plan, backend, times, recorder.layers());
        }
    }

    /** With the targets' inputs kept where there is room, and computed again otherwise. */
    private MemoryPlan plan() {
        int threads = settings.run().backend().threads();
        Room here = Room.here(settings.run());
        Room room = new Room(here.memoryBytes(), Long.MAX_VALUE, 0, 0); // nothing is written
        try {
            return Planner.plan(settings.run(), model, threads, room);
        } catch (GimbalException tooLittle) {
            return Planner.plan(settings.frugal(), model, threads, room);
        }
    }

    private int[][] windows(CalibrationSettings calibration) {
        SplittableRandom random = new SplittableRandom(calibration.seed());
        int[][] windows = new int[calibration.windows()][];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = random.ints(calibration.seq(), 0, model.vocabulary()).toArray();
        }
        return windows;
    }

    private BenchmarkResult result(MemoryPlan plan, Backend backend, PartTimes times, List<LayerReport> layers) {
        CalibrationSettings calibration = settings.run().calibration();
        List<Double> seconds = layers.stream().map(LayerReport::seconds).toList();
        double last = seconds.get(seconds.size() - 1);
        return new BenchmarkResult(
                settings.shape().written(),
                backend.name() + ": " + backend.description(),
                model.layers(),
                CheckpointLayout.layerParameters(model),
                calibration.windows(),
                calibration.seq(),
                settings.run().method().compensation().label(),
                settings.run().method().ratio(),
                seconds,
                last * model.layers(),
                (double) calibration.windows() * calibration.seq() / last,
                times.seconds(),
                plan.activations(),
                plan.peakBytes(),
                ResidentSet.peakBytes(),
                backend.peakBytes());
    }
}
