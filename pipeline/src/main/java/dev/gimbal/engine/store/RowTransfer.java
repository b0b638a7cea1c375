package dev.gimbal.engine.store;

import dev.gimbal.checkpoint.RunFile;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.model.safetensors.StoredNumbers;
import dev.gimbal.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Rows of F32 tensors between memory and files, where their numbers may be of another weight's type: little-endian, row after
 * row. Several threads may use it at once.
 */
public final class RowTransfer {
    /** Bytes that move at once; a row is moved whole. */
    private static final int CHUNK = 1 << 18;

    /** Direct, as the system would otherwise copy once more. */
    private static final ThreadLocal<ByteBuffer> BUFFERS = ThreadLocal.withInitial(() -> ByteBuffer.allocate(0));

    private RowTransfer() {}

    /** Bytes of one row of F32. */
    static long rowBytes(int width) {
        return rowBytes(DType.F32, width);
    }

    private static long rowBytes(DType dtype, int width) {
        return (long) width * dtype.bytes();
    }

    /** Writes all rows as F32, the first at {@code position}. */
    static void write(Tensor rows, RunFile file, long position) {
        forEachChunk(rows, DType.F32, (first, count, bytes) -> {
            fill(rows, DType.F32, first, count, bytes);
            file.write(position + first * rowBytes(rows.cols()), bytes.flip());
        });
    }

    /** Fills all rows from F32, the first from {@code position}. */
    public static void read(RunFile file, long position, Tensor rows) {
        read(file, position, DType.F32, rows);
    }

    /** Fills all rows from numbers of a weight's type, the first from {@code position}. */
    public static void read(RunFile file, long position, DType dtype, Tensor rows) {
        int rowBytes = Math.toIntExact(rowBytes(dtype, rows.cols()));
        forEachChunk(rows, dtype, (first, count, bytes) -> {
            float[] row = new float[rows.cols()];
            bytes.limit(count * rowBytes);
            file.read(position + (long) first * rowBytes, bytes);
            bytes.flip();
            for (int i = first; i < first + count; i++) {
                StoredNumbers.decode(dtype, bytes, row.length, row, 0);
                bytes.position(bytes.position() + rowBytes);
                rows.write(i, 0, row, 0, row.length);
            }
        });
    }

    /** The rows as F32, in one or more pieces in order. */
    public static void forEachPiece(Tensor rows, Consumer<ByteBuffer> sink) {
        forEachPiece(rows, DType.F32, sink);
    }

    /** The rows as numbers of a weight's type, which holds them all, in one or more pieces in order. */
    public static void forEachPiece(Tensor rows, DType dtype, Consumer<ByteBuffer> sink) {
        forEachChunk(rows, dtype, (first, count, bytes) -> {
            fill(rows, dtype, first, count, bytes);
            sink.accept(bytes.flip());
        });
    }

    private static void fill(Tensor rows, DType dtype, int first, int count, ByteBuffer bytes) {
        float[] row = new float[rows.cols()];
        for (int i = first; i < first + count; i++) {
            rows.read(i, 0, row, 0, row.length);
            if (dtype == DType.F32) { // hidden states may be anything
                bytes.asFloatBuffer().put(row);
                bytes.position(bytes.position() + row.length * Float.BYTES);
            } else if (StoredNumbers.encode(dtype, row, 0, row.length, bytes) >= 0) {
                throw new IllegalArgumentException("row " + i + " has a number that is not finite in " + dtype);
            }
        }
    }

    private interface Chunk {
        void move(int first, int count, ByteBuffer bytes) throws IOException;
    }

    private static void forEachChunk(Tensor rows, DType dtype, Chunk chunk) {
        int row = Math.toIntExact(rowBytes(dtype, rows.cols()));
        int most = Math.max(1, CHUNK / row);
        ByteBuffer bytes = buffer(most * row);
        try {
            for (int first = 0; first < rows.rows(); first += most) {
                chunk.move(first, Math.min(most, rows.rows() - first), bytes.clear());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer buffer(int capacity) {
        ByteBuffer buffer = BUFFERS.get();
        if (buffer.capacity() < capacity) {
            buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
            BUFFERS.set(buffer);
        }
        return buffer;
    }
}
