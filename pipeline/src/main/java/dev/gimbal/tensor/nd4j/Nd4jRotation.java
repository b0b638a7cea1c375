package dev.gimbal.tensor.nd4j;

import dev.gimbal.tensor.AttentionShape;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The rotary embedding of queries and keys: {@code x cos + swapped(x) sin}, where {@code swapped} exchanges the halves of
 * every head and the sines of first halves are negative. The tables are written out for all heads once, so that whole
 * windows are multiplied as contiguous arrays.
 */
final class Nd4jRotation {
    private final AttentionShape shape;
    private final int heads;
    private final int width;
    private final Nd4jTensor cosines; // [seq, heads * h], of queries and keys
    private final Nd4jTensor sines; // the same

    /**
     * @param rotary {@code [seq, h]}: cosines, then sines
     * @param scope owns the tables, and is open as long as this is used
     */
    Nd4jRotation(AttentionShape shape, Nd4jTensor rotary, Scope scope) {
        this.shape = shape;
        this.heads = shape.heads() + shape.keyValueHeads();
        this.width = heads * shape.headSize();
        this.cosines = Nd4jTensor.of(scope.f32(shape.seq(), width));
        this.sines = Nd4jTensor.of(scope.f32(shape.seq(), width));
        int half = shape.headSize() / 2;
        INDArray cosine = repeated(rotary, 0);
        INDArray sine = repeated(rotary, half);
        halves(cosines, 0, shape.seq()).assign(cosine);
        halves(cosines, half, shape.seq()).assign(cosine);
        halves(sines, half, shape.seq()).assign(sine);
        INDArray first = halves(sines, 0, shape.seq());
        first.assign(sine);
        Nd4j.exec(new Negative(first, first));
    }

    /** {@code [seq, heads, h/2]}: the same for every head. */
    private INDArray repeated(Nd4jTensor rotary, int column) {
        int h = shape.headSize();
        return rotary.strided(column, new long[] {shape.seq(), heads, h / 2}, new long[] {h, 0, 1});
    }

    /** {@code [rows, heads, h/2]}: the half of each head that begins with element {@code start}. */
    private INDArray halves(Nd4jTensor tensor, int start, int rows) {
        int h = shape.headSize();
        return tensor.strided(start, new long[] {rows, heads, h / 2}, new long[] {tensor.cols(), h, 1});
    }

    /** Rotates the queries and keys of whole windows, {@code rows [windows * seq, (H + 2 H_kv) h]}, in place. */
    void apply(Nd4jTensor rows, Memory memory) {
        int n = rows.rows();
        int half = shape.headSize() / 2;
        try (Scope scope = memory.open()) {
            Nd4jTensor straight = Nd4jTensor.of(scope.f32(n, width));
            Nd4jTensor swapped = Nd4jTensor.of(scope.f32(n, width));
            INDArray turned = rows.part(0, 0, n, width);
            straight.array().assign(turned);
            halves(swapped, 0, n).assign(halves(rows, half, n));
            halves(swapped, half, n).assign(halves(rows, 0, n));
            multiplyWindows(straight, cosines);
            multiplyWindows(swapped, sines);
            straight.array().addi(swapped.array());
            turned.assign(straight.array());
        }
    }

    private void multiplyWindows(Nd4jTensor rows, Nd4jTensor table) {
        long window = (long) shape.seq() * width;
        INDArray windows = rows.strided(0, new long[] {rows.rows() / shape.seq(), window}, new long[] {window, 1});
        Nd4j.exec(new BroadcastMulOp(windows, table.flat(), windows, 1));
    }
}
