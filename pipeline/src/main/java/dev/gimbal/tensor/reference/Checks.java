package dev.gimbal.tensor.reference;

import dev.gimbal.tensor.Precision;

/** What operands must be. Every violation is a fault of the caller: an {@link IllegalArgumentException}. */
final class Checks {
    private Checks() {}

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void requireShape(HeapTensor tensor, int rows, int cols, String name) {
        require(
                tensor.rows() == rows && tensor.cols() == cols,
                name + " is [" + tensor.rows() + ", " + tensor.cols() + "], not [" + rows + ", " + cols + "]");
    }

    static void requireSquare(HeapTensor tensor, String name) {
        requireShape(tensor, tensor.cols(), tensor.cols(), name);
    }

    static void requirePrecision(Precision precision, HeapTensor... tensors) {
        for (HeapTensor tensor : tensors) {
            require(tensor.precision() == precision, "a tensor of " + tensor.precision() + ", not " + precision);
        }
    }

    static void requireApart(HeapTensor written, HeapTensor read) {
        require(!written.overlaps(read), "the output overlaps an operand");
    }

    static void requireIndices(int[] indices, int count, int bound) {
        require(indices.length == count, indices.length + " indices, not " + count);
        for (int index : indices) {
            require(index >= 0 && index < bound, "index " + index + " of " + bound);
        }
    }
}
