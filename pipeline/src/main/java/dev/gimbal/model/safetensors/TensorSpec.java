package dev.gimbal.model.safetensors;

import java.util.List;

/**
 * A tensor that is to be written.
 *
 * @param shape dimensions, outermost first
 */
public record TensorSpec(String name, DType dtype, List<Integer> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
        if (!dtype.isWeight()) {
            throw new IllegalArgumentException("weights are not written as " + dtype);
        }
    }

    /** How many numbers it holds. */
    public long elements() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }

    /** How many bytes it takes. */
    public long bytes() {
        return elements() * dtype.bytes();
    }

    /** The last dimension; 1 for a single number. */
    public int columns() {
        return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
    }
}
