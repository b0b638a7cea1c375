package dev.gimbal.engine;

import dev.gimbal.config.Schedule;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerSteps.Gathered;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/**
 * Prunes one layer: orders its {@link LayerSteps} as the schedule says, and leaves the hidden states as the pruned layer
 * makes them.
 */
final class LayerPruner {
    private final Backend backend;
    private final LayerSteps steps;
    private final UnitChoice choice;
    private final TargetPruner targets;
    private final PruneObserver observer;

    LayerPruner(Backend backend, LayerSteps steps, UnitChoice choice, TargetPruner targets, PruneObserver observer) {
        this.backend = backend;
        this.steps = steps;
        this.choice = choice;
        this.targets = targets;
        this.observer = observer;
    }

    /**
     * What the pruning of a layer reads and writes, one row a calibration token.
     *
     * @param hidden {@code [T, d]}: the layer's input before, its output after
     * @param contexts {@code [T, H h]}, overwritten
     * @param activations {@code [T, f]}, overwritten
     */
    record Activations(Tensor hidden, Tensor contexts, Tensor activations) {}

    /** @param scope outlives what is returned */
    PrunedLayer prune(Schedule schedule, int layer, int layers, LayerWeights weights, Activations at, Scope scope) {
        long start = System.nanoTime();
        Pieces pieces =
                switch (schedule) {
                    case SUBLAYER -> bySubLayer(layer, layers, weights, at, scope);
                    case LAYER -> byLayer(layer, layers, weights, at, scope);
                };
        return new PrunedLayer(
                layer, weights, pieces.heads, pieces.attention, pieces.mlp, (System.nanoTime() - start) * 1e-9);
    }

    private record Pieces(KeptHeads heads, PrunedTarget attention, PrunedTarget mlp) {}

    /** Attention first; the MLP's statistics see its pruned and compensated output. */
    private Pieces bySubLayer(int layer, int layers, LayerWeights weights, Activations at, Scope scope) {
        observer.stageStarted(Stage.ATTENTION, layer, layers, at.hidden.rows());
        attendAll(weights, at);
        Attention attention = pruneAttention(layer, weights, at, scope);
        addPruned(at.contexts, attention.target, at.hidden);

        observer.stageStarted(Stage.MLP, layer, layers, at.hidden.rows());
        activateAll(weights, at, at.hidden);
        PrunedTarget mlp = pruneMlp(layer, weights, at, scope);
        addPruned(at.activations, mlp, at.hidden);
        return new Pieces(attention.heads, attention.target, mlp);
    }

    /** Both targets' statistics behind the unpruned layer; then the pruned layer runs. */
    private Pieces byLayer(int layer, int layers, LayerWeights weights, Activations at, Scope scope) {
        observer.stageStarted(Stage.ATTENTION, layer, layers, at.hidden.rows());
        attendAll(weights, at);
        try (Scope denseScope = backend.open()) {
            Tensor dense = denseScope.f32(at.hidden.rows(), at.hidden.cols());
            backend.copy(at.hidden, dense);
            backend.forEach(
                    steps.batches(),
                    batch -> steps.addOutput(at.contexts, weights.output(), weights.outputBias(), dense, batch));
            activateAll(weights, at, dense);
        }
        Attention attention = pruneAttention(layer, weights, at, scope);

        observer.stageStarted(Stage.MLP, layer, layers, at.hidden.rows());
        PrunedTarget mlp = pruneMlp(layer, weights, at, scope);
        // Contexts of kept heads do not change when others go; what the MLP sees does.
        addPruned(at.contexts, attention.target, at.hidden);
        activateAll(weights, at, at.hidden);
        addPruned(at.activations, mlp, at.hidden);
        return new Pieces(attention.heads, attention.target, mlp);
    }

    private record Attention(KeptHeads heads, PrunedTarget target) {}

    private Attention pruneAttention(int layer, LayerWeights weights, Activations at, Scope scope) {
        try (Scope statisticsScope = backend.open()) {
            Gathered gathered = steps.gather(at.contexts, statisticsScope);
            KeptHeads heads =
                    choice.heads(layer, weights.output(), gathered.fitted().moments());
            PrunedTarget target = targets.prune(
                    layer, Target.O_PROJ, weights.output(), weights.outputBias(), heads.columns(), gathered, scope);
            return new Attention(heads, target);
        }
    }

    private PrunedTarget pruneMlp(int layer, LayerWeights weights, Activations at, Scope scope) {
        try (Scope statisticsScope = backend.open()) {
            Gathered gathered = steps.gather(at.activations, statisticsScope);
            int[] channels =
                    choice.channels(layer, weights.down(), gathered.fitted().moments());
            return targets.prune(
                    layer, Target.DOWN_PROJ, weights.down(), weights.downBias(), channels, gathered, scope);
        }
    }

    private void attendAll(LayerWeights weights, Activations at) {
        backend.forEach(steps.batches(), batch -> {
            steps.attend(weights, at.hidden, at.contexts, batch);
            observer.tokensDone(steps.tokens(batch));
        });
    }

    private void activateAll(LayerWeights weights, Activations at, Tensor hidden) {
        backend.forEach(steps.batches(), batch -> {
            steps.activate(weights, hidden, at.activations, batch);
            observer.tokensDone(steps.tokens(batch));
        });
    }

    private void addPruned(Tensor inputs, PrunedTarget target, Tensor hidden) {
        backend.forEach(steps.batches(), batch -> steps.addPrunedOutput(inputs, target, hidden, batch));
    }
}
