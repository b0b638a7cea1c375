package dev.gimbal.tensor.nd4j;

import static dev.gimbal.tensor.nd4j.Nd4jTensor.require;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Sums;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.same.ASum;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.factory.Nd4j;

/** The sums that statistics are made of, each in an order that no number of workers changes. */
final class Nd4jSums implements Sums {
    /** Rows that are summed in single precision before they are added to the sum in double. */
    private static final int FLOAT_ROWS = 64;

    /** Rows of a Gram matrix that are mirrored at a time. */
    private static final int MIRROR_TILE = 128;

    /** Rows of a shared dot product. */
    private static final int DOT_TILE = 256;

    private final Workers workers;
    private final Memory memory;

    Nd4jSums(Workers workers, Memory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        int m = x.cols();
        require(sum.length == m && absoluteSum.length == m, x);
        Nd4jTensor from = Nd4jTensor.of(x, Precision.F32);
        if (x.rows() == 0) {
            return;
        }
        int blocks = (x.rows() + FLOAT_ROWS - 1) / FLOAT_ROWS;
        try (Scope scope = memory.open()) {
            Nd4jTensor sums = Nd4jTensor.of(scope.f32(blocks, m));
            Nd4jTensor absoluteSums = Nd4jTensor.of(scope.f32(blocks, m));
            workers.forTiles(x.rows(), FLOAT_ROWS, (first, end) -> {
                INDArray rows = from.part(first, 0, end - first, m);
                Nd4j.exec(new Sum(rows, null, sums.row(first / FLOAT_ROWS), 0));
                if (end - first == 1) { // ND4J takes the sum of one element's magnitude for the element
                    Nd4j.exec(new Abs(from.row(first), absoluteSums.row(first / FLOAT_ROWS)));
                } else {
                    Nd4j.exec(new ASum(rows, null, absoluteSums.row(first / FLOAT_ROWS), 0));
                }
            });
            accumulate(sums, sum);
            accumulate(absoluteSums, absoluteSum);
        }
    }

    private static void accumulate(Tensor partial, double[] total) {
        float[] row = new float[total.length];
        for (int i = 0; i < partial.rows(); i++) {
            partial.read(i, 0, row, 0, row.length);
            for (int j = 0; j < row.length; j++) {
                total[j] += row[j];
            }
        }
    }

    /**
     * As {@link dev.gimbal.tensor.Sums#addSymmetric}. Strips of whole rows of the symmetric matrix are put together
     * first, since ND4J adds contiguous arrays ten times faster than parts of rows.
     */
    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        Nd4jMoves.requireSameShape(gram, total);
        int m = gram.cols();
        require(gram.rows() == m, gram);
        Nd4jTensor upper = Nd4jTensor.of(gram, Precision.F32);
        Nd4jTensor sums = Nd4jTensor.of(total, Precision.F64);
        workers.forTiles(m, MIRROR_TILE, (first, end) -> {
            try (Scope scope = memory.open()) {
                Nd4jTensor strip = Nd4jTensor.of(scope.f64(end - first, m));
                mirror(upper, first, strip, scope);
                Nd4jMoves.axpy(1, strip.flat(), sums.slice(first, end).flat());
            }
        });
    }

    /** Writes the rows of the symmetric matrix that begin with {@code first}. */
    private static void mirror(Nd4jTensor upper, int first, Nd4jTensor strip, Scope scope) {
        int m = upper.cols();
        int height = strip.rows();
        int end = first + height;
        if (first > 0) {
            INDArray above = upper.strided(first, new long[] {height, first}, new long[] {1, m});
            strip.part(0, 0, height, first).assign(above);
        }
        if (end < m) {
            strip.part(0, end, height, m - end).assign(upper.part(first, end, height, m - end));
        }
        INDArray corner = strip.part(0, first, height, height);
        corner.assign(upper.part(first, first, height, height));
        if (height == 1) { // a matrix of one element is what ND4J has no triangles of
            return;
        }
        Nd4jTensor triangle = Nd4jTensor.of(scope.f64(height, height));
        Nd4jTensor aboveDiagonal = Nd4jTensor.of(scope.f64(height, height));
        triangle(corner, 0, triangle.array());
        triangle(corner, 1, aboveDiagonal.array());
        corner.assign(aboveDiagonal.strided(0, new long[] {height, height}, new long[] {1, height}));
        corner.addi(triangle.array());
    }

    /** {@code into[i, j] = from[i, j]} where {@code j >= i + diagonal}, and 0 elsewhere. */
    static void triangle(INDArray from, int diagonal, INDArray into) {
        Nd4j.exec(DynamicCustomOp.builder("triu")
                .addInputs(from)
                .addIntegerArguments(diagonal)
                .addOutputs(into)
                .build());
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        Nd4jMoves.requireSameShape(a, b);
        Nd4jTensor left = Nd4jTensor.of(a, Precision.F64);
        Nd4jTensor right = Nd4jTensor.of(b, Precision.F64);
        double[] partial = new double[(a.rows() + DOT_TILE - 1) / DOT_TILE];
        workers.forTiles(a.rows(), DOT_TILE, (first, end) -> {
            INDArray x = left.slice(first, end).flat();
            INDArray y = right.slice(first, end).flat();
            partial[first / DOT_TILE] = Nd4j.getBlasWrapper().level1().dot(x.length(), 1, x, y);
        });
        double sum = 0;
        for (double p : partial) {
            sum += p;
        }
        return sum;
    }
}
