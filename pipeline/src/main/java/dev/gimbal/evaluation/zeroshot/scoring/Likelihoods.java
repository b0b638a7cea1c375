package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.Model;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Log-likelihoods of a task's answers, layer by layer: many items go through one layer before the next one's weights are
 * read. Items that memory has no room for go through the model afterwards; how many go at once has no influence on the
 * result.
 */
public final class Likelihoods {
    private final Backend backend;
    private final Model model;
    private final int mostRows;

    /** @param mostRows tokens that go through the model at once; one batch does whatever this says */
    public Likelihoods(Backend backend, Model model, int mostRows) {
        this.backend = backend;
        this.model = model;
        this.mostRows = mostRows;
    }

    /**
     * The natural logarithm of each continuation's probability behind its context.
     *
     * @param progress is told of tokens that have gone through a layer, {@link EncodedTask#tokens} for each, from any
     *     thread
     * @return {@code [items][answers]}
     */
    public double[][] measure(EncodedTask task, LongConsumer progress) {
        double[][] result = new double[task.items().size()][];
        int longest = task.items().stream().mapToInt(PackedItem::longest).max().orElseThrow();
        try (Scope scope = backend.open()) {
            Tensor rotary = model.rotary(scope, longest);
            for (List<PackedBatch> portion : BatchPlan.portions(BatchPlan.batches(task.items()), mostRows)) {
                measure(portion, rotary, progress, result);
            }
        }
        return result;
    }

    private void measure(List<PackedBatch> batches, Tensor rotary, LongConsumer progress, double[][] result) {
        int[] firsts = new int[batches.size() + 1];
        for (int i = 0; i < batches.size(); i++) {
            firsts[i + 1] = firsts[i] + batches.get(i).rows();
        }
        try (Scope scope = backend.open()) {
            Tensor hidden = scope.f32(firsts[batches.size()], model.geometry().hidden());
            backend.forEach(
                    batches.size(), i -> model.embed(batches.get(i).tokens(), hidden.slice(firsts[i], firsts[i + 1])));
            runLayers(batches, firsts, hidden, rotary, progress);
            runHead(batches, firsts, hidden, result);
        }
    }

    private void runLayers(
            List<PackedBatch> batches, int[] firsts, Tensor hidden, Tensor rotary, LongConsumer progress) {
        PackedForward forward = new PackedForward(backend, model.geometry(), rotary);
        for (int layer = 0; layer < model.layers(); layer++) {
            try (Scope scope = backend.open()) {
                LayerWeights weights = model.layer(layer, scope);
                backend.forEach(batches.size(), i -> {
                    forward.layer(weights, batches.get(i), hidden.slice(firsts[i], firsts[i + 1]));
                    progress.accept(batches.get(i).rows());
                });
            }
        }
    }

    private void runHead(List<PackedBatch> batches, int[] firsts, Tensor hidden, double[][] result) {
        try (Scope scope = backend.open()) {
            Head head = new Head(
                    backend,
                    model.finalNorm(scope),
                    model.head(scope),
                    model.geometry().epsilon());
            backend.forEach(
                    batches.size(), i -> head.measure(batches.get(i), hidden.slice(firsts[i], firsts[i + 1]), result));
        }
    }
}
