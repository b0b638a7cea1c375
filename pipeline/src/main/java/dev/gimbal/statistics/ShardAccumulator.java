package dev.gimbal.statistics;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;

/**
 * Sums one shard's activations batch by batch: the Gram matrix in single precision, where it is fast and a shard is short
 * enough for it, the column sums mostly in double. Batches come in order, and so every sum has one value whatever the number of
 * threads.
 */
public final class ShardAccumulator {
    private final Backend backend;
    /** F32 [m, m]; the upper triangle counts. */
    private final Tensor gram;

    private final double[] sum;
    private final double[] absoluteSum;
    private long n;

    /** An empty shard; its Gram matrix lives in {@code scope}. */
    public ShardAccumulator(Backend backend, Scope scope, int width) {
        this.backend = backend;
        this.gram = scope.f32(width, width);
        this.sum = new double[width];
        this.absoluteSum = new double[width];
        reset();
    }

    /** Adds the tokens of one batch: {@code x} F32 [t, m]. */
    public void accumulate(Tensor x) {
        backend.addGram(x, gram);
        backend.addColumnSums(x, sum, absoluteSum);
        n += x.rows();
    }

    /** Adds the shard to {@code total} and starts the next one. */
    public void finishInto(TargetStatistics total) {
        total.addShard(n, sum, absoluteSum, gram);
        reset();
    }

    private void reset() {
        backend.fill(gram, 0);
        Arrays.fill(sum, 0);
        Arrays.fill(absoluteSum, 0);
        n = 0;
    }
}
