package dev.gimbal.tensor.nd4j;

import dev.gimbal.tensor.BlockPool.Block;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A row-major matrix in one of ND4J's buffers, contiguous; a view shares its buffer. */
final class Nd4jTensor implements Tensor {
    private final Block<DataBuffer> block;
    private final long offset;
    private final Precision precision;
    private final int rows;
    private final int cols;
    private volatile @Nullable INDArray array;

    /** @param offset in elements from the start of {@code block} */
    Nd4jTensor(Block<DataBuffer> block, long offset, Precision precision, int rows, int cols) {
        this.block = block;
        this.offset = offset;
        this.precision = precision;
        this.rows = rows;
        this.cols = cols;
    }

    /** The implementation behind {@code tensor}, which must be of this backend and alive. */
    static Nd4jTensor of(Tensor tensor) {
        if (!(tensor instanceof Nd4jTensor nd4j)) {
            throw new IllegalArgumentException("a tensor of another backend");
        }
        nd4j.block.checkOpen();
        return nd4j;
    }

    /** As {@link #of(Tensor)}, and of {@code precision}. */
    static Nd4jTensor of(Tensor tensor, Precision precision) {
        Nd4jTensor nd4j = of(tensor);
        if (nd4j.precision != precision) {
            throw new IllegalArgumentException("a tensor of " + nd4j.precision + " where " + precision + " belongs");
        }
        return nd4j;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int cols() {
        return cols;
    }

    @Override
    public Nd4jTensor slice(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new Nd4jTensor(block, offset + (long) from * cols, precision, to - from, cols);
    }

    /** All of it, {@code [rows, cols]}; made once, because making one costs as much as a small operation. */
    INDArray array() {
        INDArray known = array;
        if (known == null) {
            known = strided(0, new long[] {rows, cols}, new long[] {cols, 1});
            array = known;
        }
        block.checkOpen();
        return known;
    }

    /** All of it as one vector. */
    INDArray flat() {
        return strided(0, new long[] {(long) rows * cols}, new long[] {1});
    }

    /** One row as a vector. */
    INDArray row(int row) {
        return strided((long) row * cols, new long[] {cols}, new long[] {1});
    }

    /** {@code height} rows from {@code row} on, {@code width} columns of each from {@code col} on. */
    INDArray part(int row, int col, int height, int width) {
        if (row == 0 && col == 0 && height == rows && width == cols) {
            return array();
        }
        return strided((long) row * cols + col, new long[] {height, width}, new long[] {cols, 1});
    }

    /** Any regular view, with its place and its strides in elements; a stride of 0 repeats. */
    INDArray strided(long start, long[] shape, long[] strides) {
        return Nd4j.create(block.piece(), shape, strides, offset + start, 'c');
    }

    @Override
    public void read(int row, int col, float[] into, int start, int length) {
        checkRange(row, col, into.length, start, length, Precision.F32);
        fetch();
        new FloatPointer(block.piece().pointer()).position(place(row, col)).get(into, start, length);
    }

    @Override
    public void write(int row, int col, float[] from, int start, int length) {
        checkRange(row, col, from.length, start, length, Precision.F32);
        fetch(); // what is not written must be there, too
        new FloatPointer(block.piece().pointer()).position(place(row, col)).put(from, start, length);
        Nd4j.getAffinityManager().tagLocation(block.piece(), Location.HOST);
    }

    @Override
    public void read(int row, int col, double[] into, int start, int length) {
        checkRange(row, col, into.length, start, length, Precision.F64);
        fetch();
        new DoublePointer(block.piece().pointer()).position(place(row, col)).get(into, start, length);
    }

    @Override
    public void write(int row, int col, double[] from, int start, int length) {
        checkRange(row, col, from.length, start, length, Precision.F64);
        fetch();
        new DoublePointer(block.piece().pointer()).position(place(row, col)).put(from, start, length);
        Nd4j.getAffinityManager().tagLocation(block.piece(), Location.HOST);
    }

    /** Sees to it that main memory has what a card has; on a processor there is nothing to do. */
    private void fetch() {
        Nd4j.getAffinityManager().ensureLocation(array(), Location.HOST);
    }

    private long place(int row, int col) {
        return offset + (long) row * cols + col;
    }

    private void checkRange(int row, int col, int arrayLength, int start, int length, Precision expected) {
        if (precision != expected) {
            throw new IllegalArgumentException("a tensor of " + precision + " where " + expected + " belongs");
        }
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(col, length, cols);
        Objects.checkFromIndexSize(start, length, arrayLength);
    }

    /** Throws unless the shapes fit. */
    static void require(boolean fits, Tensor... operands) {
        if (!fits) {
            throw new IllegalArgumentException("shapes do not fit: " + Arrays.toString(operands));
        }
    }

    @Override
    public String toString() {
        return precision + "[" + rows + ", " + cols + "]";
    }
}
