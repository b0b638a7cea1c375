package dev.gimbal.tensor.nd4j;

import static dev.gimbal.tensor.nd4j.Nd4jTensor.require;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Moves;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/** Copies, gathers and element-wise sums, over tiles of rows. */
final class Nd4jMoves implements Moves {
    /** Rows of a shared task: few calls, as each costs some microseconds. */
    private static final int ROW_TILE = 256;

    private final Workers workers;
    private final Memory memory;

    Nd4jMoves(Workers workers, Memory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    /** Shares rows among the workers in tiles; no row's result may depend on another's. */
    void forRows(int rows, Workers.TileTask task) {
        workers.forTiles(rows, ROW_TILE, task);
    }

    @Override
    public void add(double factor, Tensor from, Tensor into) {
        requireSameShape(from, into);
        Nd4jTensor addend = Nd4jTensor.of(from);
        Nd4jTensor sum = Nd4jTensor.of(into);
        forRows(from.rows(), (first, end) -> {
            Nd4jTensor x = addend.slice(first, end);
            Nd4jTensor y = sum.slice(first, end);
            if (x.precision() == y.precision()) {
                axpy(factor, x.flat(), y.flat());
                return;
            }
            try (Scope scope = memory.open()) {
                INDArray wide = inDouble(x, scope);
                if (y.precision() == Precision.F64) {
                    axpy(factor, wide, y.flat());
                } else {
                    INDArray total = inDouble(y, scope);
                    axpy(factor, wide, total);
                    y.flat().assign(total);
                }
            }
        });
    }

    /** {@code y += factor x}, vectors of one precision. */
    static void axpy(double factor, INDArray x, INDArray y) {
        Nd4j.getBlasWrapper().level1().axpy(x.length(), factor, x, y);
    }

    private static INDArray inDouble(Nd4jTensor x, Scope scope) {
        INDArray flat = x.flat();
        if (x.precision() == Precision.F64) {
            return flat;
        }
        INDArray wide = Nd4jTensor.of(scope.f64(x.rows(), x.cols())).flat();
        return wide.assign(flat);
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        requireSameShape(from, into);
        Nd4jTensor original = Nd4jTensor.of(from);
        Nd4jTensor copy = Nd4jTensor.of(into);
        forRows(from.rows(), (first, end) -> copy.slice(first, end)
                .flat()
                .assign(original.slice(first, end).flat()));
    }

    @Override
    public void fill(Tensor tensor, double value) {
        Nd4jTensor filled = Nd4jTensor.of(tensor);
        forRows(tensor.rows(), (first, end) -> filled.slice(first, end).flat().assign(value));
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        require(from.rows() == into.rows() && columns.length == into.cols(), from, into);
        requireIndices(columns, from.cols());
        Nd4jTensor taken = Nd4jTensor.of(into);
        Nd4jTensor source = Nd4jTensor.of(from, taken.precision());
        try (INDArray indices = Nd4j.createFromArray(columns)) {
            forRows(
                    from.rows(),
                    (first, end) -> gather(
                            source.part(first, 0, end - first, source.cols()),
                            indices,
                            1,
                            taken.part(first, 0, end - first, taken.cols())));
        }
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        require(from.cols() == into.cols() && rows.length == into.rows(), from, into);
        requireIndices(rows, from.rows());
        Nd4jTensor taken = Nd4jTensor.of(into);
        Nd4jTensor source = Nd4jTensor.of(from, taken.precision());
        if (rows.length == 0) {
            return;
        }
        try (INDArray indices = Nd4j.createFromArray(rows)) {
            gather(source.array(), indices, 0, taken.array());
        }
    }

    private static void gather(INDArray from, INDArray indices, int axis, INDArray into) {
        Nd4j.exec(DynamicCustomOp.builder("gather")
                .addInputs(from, indices)
                .addIntegerArguments(axis)
                .addOutputs(into)
                .build());
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        require(row.rows() == 1 && row.cols() == x.cols(), x, row);
        Nd4jTensor sum = Nd4jTensor.of(x);
        INDArray addend = Nd4jTensor.of(row, sum.precision()).row(0);
        forRows(x.rows(), (first, end) -> {
            INDArray rows = sum.part(first, 0, end - first, sum.cols());
            Nd4j.exec(new BroadcastAddOp(rows, addend, rows, 1));
        });
    }

    private static void requireIndices(int[] indices, int bound) {
        for (int index : indices) {
            Objects.checkIndex(index, bound);
        }
    }

    static void requireSameShape(Tensor a, Tensor b) {
        require(a.rows() == b.rows() && a.cols() == b.cols(), a, b);
    }
}
