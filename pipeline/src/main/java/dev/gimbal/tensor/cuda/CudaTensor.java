package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.BlockPool.Block;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/** A row-major matrix in a card's memory, contiguous; a view shares its block. */
final class CudaTensor implements Tensor {
    private final DeviceQueue queue;
    private final Block<Long> block;
    private final long offset;
    private final Precision precision;
    private final int rows;
    private final int cols;

    /** @param offset in elements from the start of {@code block} */
    CudaTensor(DeviceQueue queue, Block<Long> block, long offset, Precision precision, int rows, int cols) {
        this.queue = queue;
        this.block = block;
        this.offset = offset;
        this.precision = precision;
        this.rows = rows;
        this.cols = cols;
    }

    /** The implementation behind {@code tensor}, which must be of this backend and alive. */
    static CudaTensor of(Tensor tensor) {
        if (!(tensor instanceof CudaTensor cuda)) {
            throw new IllegalArgumentException("a tensor of another backend");
        }
        cuda.block.checkOpen();
        return cuda;
    }

    /** As {@link #of(Tensor)}, and of {@code precision}. */
    static CudaTensor of(Tensor tensor, Precision precision) {
        CudaTensor cuda = of(tensor);
        if (cuda.precision != precision) {
            throw new IllegalArgumentException("a tensor of " + cuda.precision + " where " + precision + " belongs");
        }
        return cuda;
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

    long elements() {
        return (long) rows * cols;
    }

    @Override
    public CudaTensor slice(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new CudaTensor(queue, block, offset + (long) from * cols, precision, to - from, cols);
    }

    /** Where its first element is, on the card. */
    long address() {
        return address(0, 0);
    }

    private long address(int row, int col) {
        return block.piece() + (offset + (long) row * cols + col) * precision.bytes();
    }

    @Override
    public void read(int row, int col, float[] into, int start, int length) {
        checkRange(row, col, into.length, start, length, Precision.F32);
        queue.read(address(row, col), readable(row, col), into, start, length);
    }

    @Override
    public void write(int row, int col, float[] from, int start, int length) {
        checkRange(row, col, from.length, start, length, Precision.F32);
        queue.write(address(row, col), from, start, length);
    }

    @Override
    public void read(int row, int col, double[] into, int start, int length) {
        checkRange(row, col, into.length, start, length, Precision.F64);
        queue.read(address(row, col), readable(row, col), into, start, length);
    }

    @Override
    public void write(int row, int col, double[] from, int start, int length) {
        checkRange(row, col, from.length, start, length, Precision.F64);
        queue.write(address(row, col), from, start, length);
    }

    /** Bytes from an element on to the end of this tensor. */
    private long readable(int row, int col) {
        return (elements() - (long) row * cols - col) * precision.bytes();
    }

    private void checkRange(int row, int col, int arrayLength, int start, int length, Precision expected) {
        if (precision != expected) {
            throw new IllegalArgumentException("a tensor of " + precision + " where " + expected + " belongs");
        }
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(col, length, cols);
        Objects.checkFromIndexSize(start, length, arrayLength);
        block.checkOpen();
    }

    /** Throws unless the shapes fit. */
    static void require(boolean fits, Tensor... operands) {
        if (!fits) {
            throw new IllegalArgumentException("shapes do not fit: " + Arrays.toString(operands));
        }
    }

    static void requireSameShape(Tensor a, Tensor b) {
        require(a.rows() == b.rows() && a.cols() == b.cols(), a, b);
    }

    @Override
    public String toString() {
        return precision + "[" + rows + ", " + cols + "]";
    }
}
