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
        List<Portion> portions = BatchPlan.portions(BatchPlan.batches(task.items()), mostRows).stream()
                .map(Portion::of)
                .toList();
        int longest = task.items().stream().mapToInt(PackedItem::longest).max().orElseThrow();
        int most = portions.stream().mapToInt(Portion::rows).max().orElseThrow();
        try (Scope scope = backend.open()) {
            Tensor rotary = model.rotary(scope, longest);
            Tensor hidden = scope.f32(most, model.geometry().hidden());
            for (Portion portion : portions) {
                backend.forEach(
                        portion.count(), i -> model.embed(portion.batch(i).tokens(), portion.rows(hidden, i)));
                runLayers(portion, hidden, rotary, progress);
                runHead(portion, hidden, result);
            }
        }
        return result;
    }

    /**
     * Batches that go through the model at once.
     *
     * @param firsts the row of the hidden states that each begins at, and behind the last
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Portion(List<PackedBatch> batches, int[] firsts) {
        static Portion of(List<PackedBatch> batches) {
            int[] firsts = new int[batches.size() + 1];
            for (int i = 0; i < batches.size(); i++) {
                firsts[i + 1] = Math.addExact(firsts[i], batches.get(i).rows());
            }
            return new Portion(batches, firsts);
        }

        int count() {
            return batches.size();
        }

        PackedBatch batch(int i) {
            return batches.get(i);
        }

        int rows() {
            return firsts[batches.size()];
        }

        Tensor rows(Tensor hidden, int i) {
            return hidden.slice(firsts[i], firsts[i + 1]);
        }
    }

    private void runLayers(Portion portion, Tensor hidden, Tensor rotary, LongConsumer progress) {
        PackedForward forward = new PackedForward(backend, model.geometry(), rotary);
        for (int layer = 0; layer < model.layers(); layer++) {
            try (Scope scope = backend.open()) {
                LayerWeights weights = model.layer(layer, scope);
                backend.forEach(portion.count(), i -> {
                    forward.layer(weights, portion.batch(i), portion.rows(hidden, i));
                    progress.accept(portion.batch(i).rows());
                });
            }
        }
    }

    private void runHead(Portion portion, Tensor hidden, double[][] result) {
        try (Scope scope = backend.open()) {
            Head head = new Head(
                    backend,
                    model.finalNorm(scope),
                    model.head(scope),
                    model.geometry().epsilon());
            backend.forEach(portion.count(), i -> head.measure(portion.batch(i), portion.rows(hidden, i), result));
        }
    }
}
