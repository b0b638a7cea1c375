package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;

/**
 * From the last layer's output to log-likelihoods, for the rows alone that predict a continuation's token.
 *
 * @param norm {@code [1, d]}
 * @param weight {@code [V, d]}
 */
record Head(Backend backend, Tensor norm, Tensor weight, double epsilon) {
    /** Rows of logits at once, each as wide as the vocabulary. */
    private static final int LOGIT_ROWS = 128;

    /** Writes the likelihoods of a batch's items to their places in {@code result}. */
    void measure(PackedBatch batch, Tensor hidden, double[][] result) {
        Predictions predictions = Predictions.of(batch);
        double[] likelihoods = likelihoods(predictions, hidden, candidates(batch));
        int first = 0;
        for (PackedItem item : batch.items()) {
            int count = item.candidates().size();
            result[item.index()] = Arrays.copyOfRange(likelihoods, first, first + count);
            first += count;
        }
    }

    private static int candidates(PackedBatch batch) {
        return batch.items().stream().mapToInt(item -> item.candidates().size()).sum();
    }

    /** The likelihood of each of a batch's candidates. */
    private double[] likelihoods(Predictions predictions, Tensor hidden, int candidates) {
        double[] likelihoods = new double[candidates];
        int all = predictions.rows().length;
        for (int first = 0; first < all; first += LOGIT_ROWS) {
            int end = Math.min(all, first + LOGIT_ROWS);
            try (Scope scope = backend.open()) {
                Tensor logits = logits(scope, hidden, Arrays.copyOfRange(predictions.rows(), first, end));
                for (int round = 0; round < predictions.rounds().length; round++) {
                    add(predictions, round, first, logits, likelihoods);
                }
            }
        }
        return likelihoods;
    }

    private Tensor logits(Scope scope, Tensor hidden, int[] rows) {
        Tensor logits = scope.f32(LOGIT_ROWS, weight.rows()).slice(0, rows.length);
        try (Scope inner = backend.open()) {
            Tensor some = inner.f32(LOGIT_ROWS, hidden.cols()).slice(0, rows.length);
            backend.gatherRows(hidden, rows, some);
            backend.rmsNorm(some, norm, epsilon, some);
            backend.project(some, weight, logits);
        }
        return logits;
    }

    private void add(Predictions predictions, int round, int first, Tensor logits, double[] likelihoods) {
        int[] targets = Arrays.copyOfRange(predictions.rounds()[round], first, first + logits.rows());
        double[] losses = new double[logits.rows()];
        backend.crossEntropy(logits, targets, losses);
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                likelihoods[predictions.owners()[round][first + i]] -= losses[i];
            }
        }
    }
}
