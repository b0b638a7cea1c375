package dev.gimbal.engine;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.model.HiddenStates;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.Model;
import dev.gimbal.selection.GlobalSelection;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.selection.LayerSelection;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The pass through the dense model that global selection needs before it can compare layers. */
final class DenseMeasurement {
    private final Backend backend;
    private final Model model;
    private final MethodSettings settings;
    private final LayerSteps steps;
    private final PruneObserver observer;

    DenseMeasurement(Backend backend, Model model, MethodSettings settings, LayerSteps steps, PruneObserver observer) {
        this.backend = backend;
        this.model = model;
        this.settings = settings;
        this.steps = steps;
        this.observer = observer;
    }

    /** Runs the calibration windows through the dense model and decides for every layer. */
    UnitChoice choose(int[][] windows) {
        List<LayerScores> scores = new ArrayList<>();
        try (Scope scope = backend.open()) {
            Tensor hidden = HiddenStates.embed(backend, model, windows, scope);
            Tensor contexts = scope.f32(hidden.rows(), model.geometry().contextWidth());
            Tensor activations = scope.f32(hidden.rows(), model.geometry().channels());
            for (int layer = 0; layer < model.layers(); layer++) {
                observer.stageStarted(Stage.MEASURE, layer, model.layers(), hidden.rows());
                scores.add(measure(layer, hidden, contexts, activations));
            }
        }
        GlobalSelection selection = GlobalSelection.of(
                TargetScores.heads(model.geometry()), model.geometry().channels(), settings, scores);
        return new Decided(selection.layers());
    }

    private LayerScores measure(int layer, Tensor hidden, Tensor contexts, Tensor activations) {
        try (Scope scope = backend.open()) {
            LayerWeights weights = model.layer(layer, scope);
            backend.forEach(steps.batches(), batch -> {
                steps.attend(weights, hidden, contexts, batch);
                steps.addOutput(contexts, weights.output(), weights.outputBias(), hidden, batch);
                steps.activate(weights, hidden, activations, batch);
                steps.addOutput(activations, weights.down(), weights.downBias(), hidden, batch);
                observer.tokensDone(steps.tokens(batch));
            });
            return new LayerScores(
                    scores(layer, Target.O_PROJ, weights.output(), contexts),
                    scores(layer, Target.DOWN_PROJ, weights.down(), activations));
        }
    }

    private double[] scores(int layer, Target target, Tensor weight, Tensor inputs) {
        try (Scope scope = backend.open()) {
            ColumnMoments moments = steps.gather(inputs, scope).fitted().moments();
            return TargetScores.of(settings, layer, target, weight, moments);
        }
    }

    /** What was decided beforehand. */
    private record Decided(List<LayerSelection> selections) implements UnitChoice {
        @Override
        public KeptHeads heads(int layer, Tensor output, ColumnMoments inputs) {
            return selections.get(layer).heads();
        }

        @Override
        public int[] channels(int layer, Tensor down, ColumnMoments inputs) {
            return selections.get(layer).channels();
        }
    }
}
