package dev.gimbal.engine.store;

import dev.gimbal.checkpoint.RunFile;
import dev.gimbal.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Rows of F32 tensors between memory and files: little-endian, row after row. Several threads may use it at once. */
public final class RowTransfer {
    /** Bytes that move at once; a row is moved whole. */
    private static final int CHUNK = 1 << 18;

    /** Direct, as the system would otherwise copy once more. */
    private static final ThreadLocal<ByteBuffer> BUFFERS = ThreadLocal.withInitial(() -> ByteBuffer.allocate(0));

    private RowTransfer() {}

    /** Bytes of one row. */
    static long rowBytes(int width) {
        return (long) width * Float.BYTES;
    }

    /** Writes all rows, the first at {@code position}. */
    static void write(Tensor rows, RunFile file, long position) {
        forEachChunk(rows, (first, count, bytes) -> {
            fill(rows, first, count, bytes);
            file.write(position + first * rowBytes(rows.cols()), bytes.flip());
        });
    }

    /** Fills all rows, the first from {@code position}. */
    public static void read(RunFile file, long position, Tensor rows) {
        forEachChunk(rows, (first, count, bytes) -> {
            float[] row = new float[rows.cols()];
            bytes.limit((int) (count * rowBytes(rows.cols())));
            file.read(position + first * rowBytes(rows.cols()), bytes);
            bytes.flip();
            for (int i = first; i < first + count; i++) {
                bytes.asFloatBuffer().get(row);
                bytes.position(bytes.position() + row.length * Float.BYTES);
                rows.write(i, 0, row, 0, row.length);
            }
        });
    }

    /** The rows as bytes, in one or more pieces in order. */
    public static void forEachPiece(Tensor rows, Consumer<ByteBuffer> sink) {
        forEachChunk(rows, (first, count, bytes) -> {
            fill(rows, first, count, bytes);
            sink.accept(bytes.flip());
        });
    }

    private static void fill(Tensor rows, int first, int count, ByteBuffer bytes) {
        float[] row = new float[rows.cols()];
        for (int i = first; i < first + count; i++) {
            rows.read(i, 0, row, 0, row.length);
            bytes.asFloatBuffer().put(row);
            bytes.position(bytes.position() + row.length * Float.BYTES);
        }
    }

    private interface Chunk {
        void move(int first, int count, ByteBuffer bytes) throws IOException;
    }

    private static void forEachChunk(Tensor rows, Chunk chunk) {
        int row = Math.toIntExact(rowBytes(rows.cols()));
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
