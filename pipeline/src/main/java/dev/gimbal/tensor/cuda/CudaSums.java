package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.CudaTensor.require;
import static dev.gimbal.tensor.cuda.CudaTensor.requireSameShape;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Sums;
import dev.gimbal.tensor.Tensor;

/** The sums that statistics are made of, each in an order that its shape alone decides. */
final class CudaSums implements Sums {
    /** Edge of the tile that a block of {@code addSymmetric} has, as its source has it. */
    private static final int TILE = 32;

    /** Rows that {@code columnSums} adds up in single precision, as its source has it. */
    private static final int CHUNK_ROWS = 64;

    /** Elements that a block of {@code dotF64} adds up. */
    private static final int DOT_CHUNK = 1 << 16;

    private final DeviceQueue queue;
    private final Memory memory;

    CudaSums(DeviceQueue queue, Memory memory) {
        this.queue = queue;
        this.memory = memory;
    }

    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        requireSameShape(gram, total);
        int m = gram.cols();
        require(gram.rows() == m, gram);
        CudaTensor upper = CudaTensor.of(gram, Precision.F32);
        CudaTensor sums = CudaTensor.of(total, Precision.F64);
        long tiles = Grid.ceilDiv(m, TILE);
        queue.launch(Kernel.ADD_SYMMETRIC, Math.toIntExact(tiles * tiles), upper.address(), sums.address(), m);
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        int m = x.cols();
        require(sum.length == m && absoluteSum.length == m, x);
        CudaTensor rows = CudaTensor.of(x, Precision.F32);
        if (x.rows() == 0) {
            return;
        }
        int chunks = Grid.ceilDiv(x.rows(), CHUNK_ROWS);
        double[] both = new double[2 * m]; // sums, then those of magnitudes
        try (Scope scope = memory.open()) {
            long partial = CudaTensor.of(scope.f32(chunks, 2 * m)).address();
            Tensor sums = scope.f64(1, 2 * m);
            int blocksAcross = Grid.ceilDiv(m, Kernel.COLUMN_SUMS.threads());
            queue.launch(
                    Kernel.COLUMN_SUMS, Math.multiplyExact(chunks, blocksAcross), rows.address(), x.rows(), m, partial);
            queue.launch(
                    Kernel.SUM_ROWS,
                    Grid.ceilDiv(2 * m, Kernel.SUM_ROWS.threads()),
                    partial,
                    chunks,
                    2 * m,
                    CudaTensor.of(sums).address());
            sums.read(0, 0, both, 0, 2 * m);
        }
        for (int j = 0; j < m; j++) {
            sum[j] += both[j];
            absoluteSum[j] += both[m + j];
        }
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        requireSameShape(a, b);
        CudaTensor left = CudaTensor.of(a, Precision.F64);
        CudaTensor right = CudaTensor.of(b, Precision.F64);
        int blocks = Math.toIntExact((left.elements() + DOT_CHUNK - 1) / DOT_CHUNK);
        if (blocks == 0) {
            return 0;
        }
        double[] partial = new double[blocks];
        try (Scope scope = memory.open()) {
            Tensor sums = scope.f64(1, blocks);
            queue.launch(
                    Kernel.DOT_F64,
                    blocks,
                    left.address(),
                    right.address(),
                    left.elements(),
                    DOT_CHUNK,
                    CudaTensor.of(sums).address());
            sums.read(0, 0, partial, 0, blocks);
        }
        double sum = 0;
        for (double p : partial) {
            sum += p;
        }
        return sum;
    }
}
