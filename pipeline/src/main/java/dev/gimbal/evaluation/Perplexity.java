package dev.gimbal.evaluation;

import dev.gimbal.model.HiddenStates;
import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.Model;
import dev.gimbal.model.WindowBatches;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Perplexity of a model on token windows, layer by layer: many windows go through one layer before the next one's weights
 * are read, so that memory holds one layer and these windows' hidden states. Windows that memory has no room for go through
 * the model afterwards; how many go at once has no influence on the result.
 */
public final class Perplexity {
    /** Rows of logits at once, each as wide as the vocabulary. */
    private static final int LOGIT_ROWS = 128;

    /** Hidden states at once, unless another limit is set: so many that reading the weights again costs little. */
    private static final long MOST_HIDDEN_BYTES = 256L << 20;

    private final Backend backend;
    private final Model model;
    private final int mostRows;

    /** With 256 MiB of hidden states at once. */
    public Perplexity(Backend backend, Model model) {
        this(backend, model, usualRows(model.geometry().hidden()));
    }

    /** @param mostRows tokens that go through the model at once; one batch of windows does whatever this says */
    public Perplexity(Backend backend, Model model, int mostRows) {
        this.backend = backend;
        this.model = model;
        this.mostRows = mostRows;
    }

    /** Tokens at once where memory is not short, of a model with hidden size {@code d}. */
    public static int usualRows(int d) {
        return Math.toIntExact(MOST_HIDDEN_BYTES / ((long) Float.BYTES * d));
    }

    /**
     * @param windows {@code [n][seq]}, all of one length of at least 2
     * @param progress is told of tokens that have gone through a layer, {@code n * seq} for each, from any thread
     */
    public PerplexityResult measure(int[][] windows, LongConsumer progress) {
        long start = System.nanoTime();
        double loss = mean(losses(windows, progress));
        int seq = windows[0].length;
        return new PerplexityResult(
                Math.exp(loss), windows.length, seq, (long) windows.length * seq, (System.nanoTime() - start) * 1e-9);
    }

    /** The mean cross-entropy of each window's next tokens, natural logarithm. */
    public double[] losses(int[][] windows, LongConsumer progress) {
        int portion = new WindowBatches(windows.length, windows[0].length).windowsWithin(mostRows);
        double[] losses = new double[windows.length];
        for (int from = 0; from < windows.length; from += portion) {
            int[][] some = Arrays.copyOfRange(windows, from, Math.min(windows.length, from + portion));
            System.arraycopy(lossesAtOnce(some, progress), 0, losses, from, some.length);
        }
        return losses;
    }

    private double[] lossesAtOnce(int[][] windows, LongConsumer progress) {
        WindowBatches batches = new WindowBatches(windows.length, windows[0].length);
        try (Scope scope = backend.open()) {
            Tensor hidden = HiddenStates.embed(backend, model, windows, scope);
            runLayers(batches, hidden, progress);
            return headLosses(windows, hidden);
        }
    }

    private void runLayers(WindowBatches batches, Tensor hidden, LongConsumer progress) {
        try (Scope scope = backend.open()) {
            LayerForward forward =
                    new LayerForward(backend, model.geometry(), batches.seq(), model.rotary(scope, batches.seq()));
            for (int layer = 0; layer < model.layers(); layer++) {
                try (Scope weightScope = backend.open()) {
                    LayerWeights weights = model.layer(layer, weightScope);
                    backend.forEach(batches.count(), batch -> {
                        forward.layer(weights, batches.slice(hidden, batch));
                        progress.accept(batches.endRow(batch) - batches.firstRow(batch));
                    });
                }
            }
        }
    }

    private double[] headLosses(int[][] windows, Tensor hidden) {
        int seq = windows[0].length;
        double[] means = new double[windows.length];
        try (Scope scope = backend.open()) {
            Tensor norm = model.finalNorm(scope);
            Tensor head = model.head(scope);
            backend.forEach(windows.length, window -> {
                Tensor rows = hidden.slice(window * seq, (window + 1) * seq);
                means[window] = mean(windowLosses(windows[window], rows, norm, head));
            });
        }
        return means;
    }

    /** The loss of each of a window's {@code seq - 1} next tokens; {@code rows} are overwritten. */
    private double[] windowLosses(int[] tokens, Tensor rows, Tensor norm, Tensor head) {
        int predictions = tokens.length - 1;
        double[] losses = new double[predictions];
        backend.rmsNorm(rows, norm, model.geometry().epsilon(), rows);
        for (int first = 0; first < predictions; first += LOGIT_ROWS) {
            int count = Math.min(LOGIT_ROWS, predictions - first);
            try (Scope scope = backend.open()) {
                Tensor logits = scope.f32(count, head.rows());
                backend.project(rows.slice(first, first + count), head, logits);
                int[] targets = Arrays.copyOfRange(tokens, first + 1, first + 1 + count);
                double[] part = new double[count];
                backend.crossEntropy(logits, targets, part);
                System.arraycopy(part, 0, losses, first, count);
            }
        }
        return losses;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
