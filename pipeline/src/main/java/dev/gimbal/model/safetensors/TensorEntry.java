package dev.gimbal.model.safetensors;

import java.util.List;

/**
 * Where a tensor lies in its file. Seen as a matrix, the last dimension gives the columns and all others the rows; a vector
 * is one row.
 *
 * @param shape dimensions, outermost first; empty for a single number
 * @param position of the first byte, counted from the file's start
 */
public record TensorEntry(String name, DType dtype, List<Long> shape, long position) {
    public TensorEntry {
        shape = List.copyOf(shape);
    }

    /** How many numbers it holds. */
    public long elements() {
        return shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    /** How many bytes it takes. */
    public long bytes() {
        return elements() * dtype.bytes();
    }

    public long columns() {
        return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
    }

    public long rows() {
        return columns() == 0 ? 0 : elements() / columns();
    }
}
