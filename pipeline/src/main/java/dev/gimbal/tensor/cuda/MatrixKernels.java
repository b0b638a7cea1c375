package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** What factorisations need around them; all tensors F64. */
final class MatrixKernels {
    /** Edge of the tile that a block of {@code transposeF64} has, as its source has it. */
    private static final int TILE = 32;

    /** Blocks that look for the largest element: as many numbers are read back. */
    private static final int MOST_PARTS = 512;

    private final DeviceQueue queue;
    private final Memory memory;

    MatrixKernels(DeviceQueue queue, Memory memory) {
        this.queue = queue;
        this.memory = memory;
    }

    /** {@code into [c, r] = from [r, c]^T}. */
    void transpose(CudaTensor from, CudaTensor into) {
        long tiles = (long) Grid.ceilDiv(from.rows(), TILE) * Grid.ceilDiv(from.cols(), TILE);
        queue.launch(
                Kernel.TRANSPOSE_F64, Math.toIntExact(tiles), from.address(), into.address(), from.rows(), from.cols());
    }

    /** {@code upper [n, n]}: the upper triangle of {@code from}'s first n rows, zeros below; in place allowed. */
    void upper(CudaTensor from, CudaTensor upper) {
        int blocks = Grid.forRows(upper.rows());
        queue.launch(Kernel.UPPER_F64, blocks, from.address(), upper.address(), upper.cols());
    }

    /** The diagonal of a square matrix. */
    double[] diagonal(CudaTensor a) {
        int n = a.cols();
        double[] diagonal = new double[n];
        try (Scope scope = memory.open()) {
            Tensor row = scope.f64(1, n);
            queue.launch(Kernel.DIAGONAL_F64, 1, a.address(), CudaTensor.of(row).address(), n);
            row.read(0, 0, diagonal, 0, n);
        }
        return diagonal;
    }

    /** The largest magnitude of an element, of the upper triangle or of all; not finite where one of them is not. */
    double largest(CudaTensor a, boolean upper) {
        int blocks = Math.min(MOST_PARTS, a.rows());
        double[] parts = new double[blocks];
        if (blocks == 0) {
            return 0;
        }
        try (Scope scope = memory.open()) {
            Tensor row = scope.f64(1, blocks);
            queue.launch(
                    Kernel.LARGEST_F64,
                    blocks,
                    a.address(),
                    a.rows(),
                    a.cols(),
                    upper ? 1 : 0,
                    CudaTensor.of(row).address());
            row.read(0, 0, parts, 0, blocks);
        }
        double largest = 0;
        for (double part : parts) {
            largest = Math.max(largest, part); // NaN stays
        }
        return largest;
    }
}
