package dev.gimbal.tensor.nd4j;

import static dev.gimbal.tensor.nd4j.Nd4jTensor.require;

import dev.gimbal.tensor.Attention;
import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Causal softmax attention as products of five dimensions: windows, key-value heads, query heads of each, tokens, head
 * size. Query heads of a group read their keys and values by a stride of 0. Query rows come in blocks, so that what lies
 * after a block's last row is never computed and the scores stay small.
 */
final class Nd4jAttention implements Attention {
    /** Query rows of a block at most. */
    private static final int BLOCK = 128;

    /** Scores that are kept at a time by a worker, in elements, as far as one window's smallest block allows. */
    private static final int SCORE_ELEMENTS = 1 << 20;

    private static final int LEAST_BLOCK = 16;

    private final Workers workers;
    private final Memory memory;

    Nd4jAttention(Workers workers, Memory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    @Override
    public void attention(Tensor qkv, AttentionShape shape, Tensor rotary, Tensor context) {
        int seq = shape.seq();
        require(shape.fits(qkv, rotary, context), qkv, rotary, context);
        Nd4jTensor from = Nd4jTensor.of(qkv, Precision.F32);
        Nd4jTensor into = Nd4jTensor.of(context, Precision.F32);
        Nd4jTensor angles = Nd4jTensor.of(rotary, Precision.F32);
        int scoresOfARow = shape.heads() * seq;
        int block = Math.min(Math.min(BLOCK, seq), Math.max(LEAST_BLOCK, SCORE_ELEMENTS / scoresOfARow));
        int windows = Math.max(1, SCORE_ELEMENTS / (block * scoresOfARow));
        try (Scope scope = memory.open()) {
            Nd4jRotation rotation = new Nd4jRotation(shape, angles, scope);
            workers.forTiles(qkv.rows() / seq, windows, (first, end) -> {
                Nd4jTensor rows = from.slice(first * seq, end * seq);
                rotation.apply(rows, memory);
                attend(rows, shape, block, into.slice(first * seq, end * seq));
            });
        }
    }

    private void attend(Nd4jTensor rows, AttentionShape shape, int block, Nd4jTensor out) {
        int seq = shape.seq();
        int windows = rows.rows() / seq;
        try (Scope scope = memory.open()) {
            Nd4jTensor scores = Nd4jTensor.of(scope.f32(windows * shape.heads(), block * seq));
            Nd4jTensor hidden = Nd4jTensor.of(scope.f32(block, seq));
            for (int first = 0; first < seq; first += block) {
                int end = Math.min(seq, first + block);
                attend(new Heads(rows, shape, windows), first, end, scores, hidden, out);
            }
        }
    }

    /** Attention of the query rows {@code first} to {@code end} of every window and head. */
    private static void attend(Heads heads, int first, int end, Nd4jTensor scores, Nd4jTensor hidden, Nd4jTensor out) {
        AttentionShape shape = heads.shape();
        int n = end - first;
        int matrices = heads.windows() * shape.heads();
        INDArray weights = scores.strided(0, heads.sizes(n, end), contiguous(heads.sizes(n, end)));
        Nd4jProducts.matmul(shape.scale(), heads.queries(first, n), false, heads.keys(end), true, 0, weights);
        INDArray each = scores.strided(0, new long[] {matrices, (long) n * end}, new long[] {(long) n * end, 1});
        Nd4j.exec(new BroadcastAddOp(each, tokensToCome(hidden, first, end), each, 1));
        INDArray lines = scores.strided(0, new long[] {(long) matrices * n, end}, new long[] {end, 1});
        Nd4j.exec(new SoftMax(lines, lines, 1));
        Nd4jProducts.matmul(1, weights, false, heads.values(end), false, 0, heads.contexts(out, first, n));
    }

    /** {@code [n * end]}: minus infinity where a key comes after its query, 0 elsewhere. */
    private static INDArray tokensToCome(Nd4jTensor hidden, int first, int end) {
        int n = end - first;
        float[] mask = new float[n * end];
        for (int i = 0; i < n; i++) {
            Arrays.fill(mask, i * end + first + i + 1, (i + 1) * end, Float.NEGATIVE_INFINITY);
        }
        for (int i = 0, width = hidden.cols(); i * width < mask.length; i++) {
            hidden.write(i, 0, mask, i * width, Math.min(width, mask.length - i * width));
        }
        return hidden.strided(0, new long[] {mask.length}, new long[] {1});
    }

    private static long[] contiguous(long[] sizes) {
        long[] strides = new long[sizes.length];
        long stride = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= sizes[i];
        }
        return strides;
    }

    /** Views of {@code rows [windows * seq, (H + 2 H_kv) h]} and of contexts as matrices of single heads. */
    private record Heads(Nd4jTensor rows, AttentionShape shape, int windows) {
        long[] sizes(int height, int width) {
            int groups = shape.keyValueHeads();
            return new long[] {windows, groups, shape.heads() / groups, height, width};
        }

        /** @param apart elements between the query heads of a group */
        private INDArray of(Nd4jTensor tensor, int row, int col, int height, int betweenGroups, int apart) {
            int width = tensor.cols();
            long[] strides = {(long) shape.seq() * width, betweenGroups, apart, width, 1};
            return tensor.strided((long) row * width + col, sizes(height, shape.headSize()), strides);
        }

        private int groupWidth() {
            return shape.heads() / shape.keyValueHeads() * shape.headSize();
        }

        INDArray queries(int first, int n) {
            return of(rows, first, 0, n, groupWidth(), shape.headSize());
        }

        INDArray keys(int end) {
            return of(rows, 0, shape.heads() * shape.headSize(), end, shape.headSize(), 0);
        }

        INDArray values(int end) {
            int column = (shape.heads() + shape.keyValueHeads()) * shape.headSize();
            return of(rows, 0, column, end, shape.headSize(), 0);
        }

        INDArray contexts(Nd4jTensor out, int first, int n) {
            return of(out, first, 0, n, groupWidth(), shape.headSize());
        }
    }
}
