package dev.gimbal.engine;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.model.HiddenStates;
import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerGeometry;
import dev.gimbal.model.Model;
import dev.gimbal.model.WindowBatches;
import dev.gimbal.statistics.Shards;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;

/** Prunes a model's layers one after the other, each on what the pruned layers before it produce. */
public final class PruneEngine {
    private final Backend backend;
    private final Model model;
    private final MethodSettings settings;
    private final Rounding rounding;
    private final PruneObserver observer;

    /** @param rounding what writing does to the new weights */
    public PruneEngine(
            Backend backend, Model model, MethodSettings settings, Rounding rounding, PruneObserver observer) {
        this.backend = backend;
        this.model = model;
        this.settings = settings;
        this.rounding = rounding;
        this.observer = observer;
    }

    /** Receives each finished layer, in order; its tensors end with the call. */
    public interface LayerSink {
        void accept(PrunedLayer layer);
    }

    /** @param windows {@code [n][seq]} calibration tokens */
    public void prune(int[][] windows, LayerSink sink) {
        WindowBatches batches = new WindowBatches(windows.length, windows[0].length);
        Shards shards = Shards.of(windows.length);
        if (shards.tooFewToHoldOut(settings.holdout())) {
            observer.warned(windows.length + " calibration windows are too few to hold one in " + settings.holdout()
                    + " out; nothing is held out.");
        }
        UnitChoice choice = choice(windows, batches, shards);
        try (Scope scope = backend.open()) {
            LayerGeometry geometry = model.geometry();
            LayerSteps steps = steps(batches, shards, scope);
            TargetPruner targets = new TargetPruner(backend, settings, rounding);
            LayerPruner pruner = new LayerPruner(backend, steps, choice, targets, observer);
            LayerPruner.Activations activations = new LayerPruner.Activations(
                    HiddenStates.embed(backend, model, windows, scope),
                    scope.f32(batches.rows(), geometry.contextWidth()),
                    scope.f32(batches.rows(), geometry.channels()));
            for (int layer = 0; layer < model.layers(); layer++) {
                try (Scope layerScope = backend.open()) {
                    PrunedLayer pruned = pruner.prune(
                            settings.schedule(),
                            layer,
                            model.layers(),
                            model.layer(layer, layerScope),
                            activations,
                            layerScope);
                    sink.accept(pruned);
                    observer.layerPruned(pruned.report(geometry));
                }
            }
        }
    }

    private LayerSteps steps(WindowBatches batches, Shards shards, Scope scope) {
        LayerForward forward =
                new LayerForward(backend, model.geometry(), batches.seq(), model.rotary(scope, batches.seq()));
        return new LayerSteps(backend, forward, batches, shards, settings.holdout());
    }

    private UnitChoice choice(int[][] windows, WindowBatches batches, Shards shards) {
        return switch (settings.selection()) {
            case UNIFORM -> new UniformChoice(settings, model.geometry());
            case GLOBAL -> {
                try (Scope scope = backend.open()) {
                    DenseMeasurement measurement =
                            new DenseMeasurement(backend, model, settings, steps(batches, shards, scope), observer);
                    yield measurement.choose(windows);
                }
            }
        };
    }
}
