package dev.gimbal.surgery;

import dev.gimbal.model.ModelWeights;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Copies rows of the source's tensors to the files as they are stored: what pruning only moves is never converted. */
final class StoredRows {
    /** Numbers that are read at once. */
    private static final int CHUNK = 1 << 17;

    private final ModelWeights source;
    private final TensorFiles files;

    StoredRows(ModelWeights source, TensorFiles files) {
        this.source = source;
        this.files = files;
    }

    /** Whether the source has this tensor. */
    boolean has(String tensor) {
        return source.shapes().containsKey(tensor);
    }

    /** Writes a whole tensor. */
    void copy(String tensor) {
        long elements = shape(tensor).stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
        for (long done = 0; done < elements; done += CHUNK) {
            files.writeStored(tensor, source.stored(tensor, done, (int) Math.min(CHUNK, elements - done)));
        }
    }

    /** Writes {@code rows} of a matrix, or elements of a vector, in that order; zeros for -1. */
    void copy(String tensor, int[] rows) {
        List<Integer> shape = shape(tensor);
        int width = shape.size() > 1 ? shape.get(1) : 1;
        Block block = new Block(tensor, shape.get(0), width);
        int bytes = width * source.dtype(tensor).bytes();
        int most = Math.max(1, CHUNK / width);
        for (int from = 0; from < rows.length; from += most) {
            int to = Math.min(rows.length, from + most);
            ByteBuffer kept = ByteBuffer.allocate((to - from) * bytes);
            IntStream.range(from, to).forEach(i -> {
                if (rows[i] < 0) {
                    kept.position(kept.position() + bytes); // is zero already
                } else {
                    kept.put(block.row(rows[i], bytes));
                }
            });
            files.writeStored(tensor, kept.flip());
        }
    }

    private List<Integer> shape(String tensor) {
        List<Integer> shape = source.shapes().get(tensor);
        if (shape == null) {
            throw new IllegalArgumentException("no tensor " + tensor + " in the source");
        }
        return shape;
    }

    /** Some rows below each other, of which those that come next are likely to be asked for next. */
    private final class Block {
        private final String tensor;
        private final int rows;
        private final int width;
        private ByteBuffer read = ByteBuffer.allocate(0);
        private int first;
        private int end;

        Block(String tensor, int rows, int width) {
            this.tensor = tensor;
            this.rows = rows;
            this.width = width;
        }

        ByteBuffer row(int row, int bytes) {
            if (row < first || row >= end) {
                first = row;
                end = Math.min(rows, row + Math.max(1, CHUNK / width));
                read = source.stored(tensor, (long) first * width, (end - first) * width);
            }
            return read.slice((row - first) * bytes, bytes);
        }
    }
}
