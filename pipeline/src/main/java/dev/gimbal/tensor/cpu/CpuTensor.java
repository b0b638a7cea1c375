package dev.gimbal.tensor.cpu;

import dev.gimbal.tensor.BlockPool.Block;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A row-major matrix in native memory, contiguous; a view shares its block. */
final class CpuTensor implements Tensor {
    /** The most bytes that one NIO buffer spans; longer tensors are read through views of single rows. */
    private static final long MOST_BUFFER_BYTES = Integer.MAX_VALUE;

    private final Block<CpuMemory.Aligned> block;
    private final long offset;
    private final Precision precision;
    private final int rows;
    private final int cols;
    private volatile @Nullable FloatBuffer floats;
    private volatile @Nullable DoubleBuffer doubles;

    /** @param offset in elements from the start of {@code block} */
    CpuTensor(Block<CpuMemory.Aligned> block, long offset, Precision precision, int rows, int cols) {
        this.block = block;
        this.offset = offset;
        this.precision = precision;
        this.rows = rows;
        this.cols = cols;
    }

    /** The implementation behind {@code tensor}, which must be of this backend and of {@code precision}. */
    static CpuTensor of(Tensor tensor, Precision precision) {
        if (!(tensor instanceof CpuTensor cpu)) {
            throw new IllegalArgumentException("a tensor of another backend");
        }
        if (cpu.precision != precision) {
            throw new IllegalArgumentException("a tensor of " + cpu.precision + " where " + precision + " belongs");
        }
        return cpu;
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
    public CpuTensor slice(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new CpuTensor(block, offset + (long) from * cols, precision, to - from, cols);
    }

    /** The address of element {@code (row, col)}, for BLAS; F32. */
    FloatPointer floatsAt(int row, int col) {
        return new FloatAddress(addressOf(row, col), 0);
    }

    /** The address of element {@code (row, col)}, for BLAS and LAPACK; F64. */
    DoublePointer doublesAt(int row, int col) {
        return new DoubleAddress(addressOf(row, col), 0);
    }

    private long addressOf(int row, int col) {
        return block.piece().address() + (offset + (long) row * cols + col) * precision.bytes();
    }

    /** A pointer that owns nothing: tensors live as long as their block. */
    private static final class FloatAddress extends FloatPointer {
        FloatAddress(long address, long elements) {
            super((Pointer) null);
            this.address = address;
            this.limit = elements;
            this.capacity = elements;
        }
    }

    /** As {@link FloatAddress}. */
    private static final class DoubleAddress extends DoublePointer {
        DoubleAddress(long address, long elements) {
            super((Pointer) null);
            this.address = address;
            this.limit = elements;
            this.capacity = elements;
        }
    }

    @Override
    public void read(int row, int col, float[] into, int offset, int length) {
        checkRange(row, col, length, Precision.F32);
        if (tooLongForABuffer()) {
            slice(row, row + 1).read(0, col, into, offset, length);
        } else {
            floatBuffer().get(row * cols + col, into, offset, length);
        }
    }

    @Override
    public void write(int row, int col, float[] from, int offset, int length) {
        checkRange(row, col, length, Precision.F32);
        if (tooLongForABuffer()) {
            slice(row, row + 1).write(0, col, from, offset, length);
        } else {
            floatBuffer().put(row * cols + col, from, offset, length);
        }
    }

    @Override
    public void read(int row, int col, double[] into, int offset, int length) {
        checkRange(row, col, length, Precision.F64);
        if (tooLongForABuffer()) {
            slice(row, row + 1).read(0, col, into, offset, length);
        } else {
            doubleBuffer().get(row * cols + col, into, offset, length);
        }
    }

    @Override
    public void write(int row, int col, double[] from, int offset, int length) {
        checkRange(row, col, length, Precision.F64);
        if (tooLongForABuffer()) {
            slice(row, row + 1).write(0, col, from, offset, length);
        } else {
            doubleBuffer().put(row * cols + col, from, offset, length);
        }
    }

    /** Sets all bits of rows {@code from} to {@code to} (exclusive) to 0. */
    void clear(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        long bytes = (long) (to - from) * cols * precision.bytes();
        Pointer.memset(precision == Precision.F32 ? floatsAt(from, 0) : doublesAt(from, 0), 0, bytes);
    }

    private boolean tooLongForABuffer() {
        return rows > 1 && (long) rows * cols * precision.bytes() > MOST_BUFFER_BYTES;
    }

    private void checkRange(int row, int col, int length, Precision expected) {
        if (precision != expected) {
            throw new IllegalArgumentException("a tensor of " + precision + " where " + expected + " belongs");
        }
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(col, length, cols);
        block.checkOpen();
    }

    private FloatBuffer floatBuffer() {
        FloatBuffer buffer = floats;
        if (buffer == null) {
            buffer = new FloatAddress(addressOf(0, 0), (long) rows * cols).asBuffer();
            floats = buffer;
        }
        return buffer;
    }

    private DoubleBuffer doubleBuffer() {
        DoubleBuffer buffer = doubles;
        if (buffer == null) {
            buffer = new DoubleAddress(addressOf(0, 0), (long) rows * cols).asBuffer();
            doubles = buffer;
        }
        return buffer;
    }

    @Override
    public String toString() {
        return precision + "[" + rows + ", " + cols + "]";
    }
}
