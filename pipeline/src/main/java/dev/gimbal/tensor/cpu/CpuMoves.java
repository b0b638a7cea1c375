package dev.gimbal.tensor.cpu;

import static dev.gimbal.tensor.cpu.CpuProducts.require;

import dev.gimbal.tensor.Moves;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.Arrays;
import java.util.Objects;

/** Copies, gathers and element-wise sums, row by row through buffers on the heap. */
final class CpuMoves implements Moves {
    /** Rows of a shared task. */
    private static final int ROW_TILE = 64;

    private final Workers workers;

    CpuMoves(Workers workers) {
        this.workers = workers;
    }

    /** Shares rows among the workers in tiles; no row's result may depend on another's. */
    void forRows(int rows, Workers.TileTask task) {
        workers.forTiles(rows, ROW_TILE, task);
    }

    @Override
    public void add(double factor, Tensor from, Tensor into) {
        requireSameShape(from, into);
        int n = from.cols();
        if (from.precision() == Precision.F64 || into.precision() == Precision.F64) {
            addDoubles(factor, from, into);
            return;
        }
        float scale = (float) factor;
        forRows(from.rows(), (first, end) -> {
            float[] x = new float[n];
            float[] y = new float[n];
            for (int i = first; i < end; i++) {
                from.read(i, 0, x, 0, n);
                into.read(i, 0, y, 0, n);
                for (int j = 0; j < n; j++) {
                    y[j] += scale * x[j];
                }
                into.write(i, 0, y, 0, n);
            }
        });
    }

    private void addDoubles(double factor, Tensor from, Tensor into) {
        int n = from.cols();
        forRows(from.rows(), (first, end) -> {
            RowBuffer x = new RowBuffer(from);
            RowBuffer y = new RowBuffer(into);
            for (int i = first; i < end; i++) {
                double[] a = x.read(i);
                double[] b = y.read(i);
                for (int j = 0; j < n; j++) {
                    b[j] += factor * a[j];
                }
                y.write(i);
            }
        });
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        requireSameShape(from, into);
        int n = from.cols();
        forRows(from.rows(), (first, end) -> {
            if (from.precision() == Precision.F32 && into.precision() == Precision.F32) {
                float[] x = new float[n];
                for (int i = first; i < end; i++) {
                    from.read(i, 0, x, 0, n);
                    into.write(i, 0, x, 0, n);
                }
                return;
            }
            RowBuffer x = new RowBuffer(from);
            RowBuffer y = new RowBuffer(into);
            for (int i = first; i < end; i++) {
                System.arraycopy(x.read(i), 0, y.doubles, 0, n);
                y.write(i);
            }
        });
    }

    @Override
    public void fill(Tensor tensor, double value) {
        if (Double.doubleToRawLongBits(value) == 0 && tensor instanceof CpuTensor zeros) {
            forRows(tensor.rows(), (first, end) -> zeros.clear(first, end));
            return;
        }
        forRows(tensor.rows(), (first, end) -> {
            RowBuffer row = new RowBuffer(tensor);
            Arrays.fill(row.doubles, value);
            for (int i = first; i < end; i++) {
                row.write(i);
            }
        });
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        require(from.rows() == into.rows() && columns.length == into.cols(), from, into);
        requireSamePrecision(from, into);
        for (int column : columns) {
            Objects.checkIndex(column, from.cols());
        }
        forRows(from.rows(), (first, end) -> {
            if (from.precision() == Precision.F32) {
                gatherFloats(from, columns, into, first, end);
            } else {
                gatherDoubles(from, columns, into, first, end);
            }
        });
    }

    private static void gatherFloats(Tensor from, int[] columns, Tensor into, int first, int end) {
        float[] x = new float[from.cols()];
        float[] y = new float[columns.length];
        for (int i = first; i < end; i++) {
            from.read(i, 0, x, 0, x.length);
            for (int j = 0; j < y.length; j++) {
                y[j] = x[columns[j]];
            }
            into.write(i, 0, y, 0, y.length);
        }
    }

    private static void gatherDoubles(Tensor from, int[] columns, Tensor into, int first, int end) {
        double[] x = new double[from.cols()];
        double[] y = new double[columns.length];
        for (int i = first; i < end; i++) {
            from.read(i, 0, x, 0, x.length);
            for (int j = 0; j < y.length; j++) {
                y[j] = x[columns[j]];
            }
            into.write(i, 0, y, 0, y.length);
        }
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        require(from.cols() == into.cols() && rows.length == into.rows(), from, into);
        requireSamePrecision(from, into);
        for (int row : rows) {
            Objects.checkIndex(row, from.rows());
        }
        forRows(rows.length, (first, end) -> {
            if (from.precision() == Precision.F64) {
                for (int i = first; i < end; i++) {
                    copy(from.slice(rows[i], rows[i] + 1), into.slice(i, i + 1));
                }
                return;
            }
            float[] row = new float[from.cols()]; // views of single rows would cost more than the copy
            for (int i = first; i < end; i++) {
                from.read(rows[i], 0, row, 0, row.length);
                into.write(i, 0, row, 0, row.length);
            }
        });
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        require(row.rows() == 1 && row.cols() == x.cols(), x, row);
        requireSamePrecision(x, row);
        forRows(x.rows(), (first, end) -> {
            for (int i = first; i < end; i++) {
                add(1, row, x.slice(i, i + 1));
            }
        });
    }

    /** One row of a tensor of either precision, in double on the heap. */
    private static final class RowBuffer {
        private final Tensor tensor;
        private final double[] doubles;
        private final float[] floats;

        RowBuffer(Tensor tensor) {
            this.tensor = tensor;
            this.doubles = new double[tensor.cols()];
            this.floats = new float[tensor.precision() == Precision.F32 ? tensor.cols() : 0];
        }

        double[] read(int row) {
            if (tensor.precision() == Precision.F64) {
                tensor.read(row, 0, doubles, 0, doubles.length);
                return doubles;
            }
            tensor.read(row, 0, floats, 0, floats.length);
            for (int j = 0; j < floats.length; j++) {
                doubles[j] = floats[j];
            }
            return doubles;
        }

        void write(int row) {
            if (tensor.precision() == Precision.F64) {
                tensor.write(row, 0, doubles, 0, doubles.length);
                return;
            }
            for (int j = 0; j < floats.length; j++) {
                floats[j] = (float) doubles[j];
            }
            tensor.write(row, 0, floats, 0, floats.length);
        }
    }

    static void requireSameShape(Tensor a, Tensor b) {
        require(a.rows() == b.rows() && a.cols() == b.cols(), a, b);
    }

    private static void requireSamePrecision(Tensor a, Tensor b) {
        require(a.precision() == b.precision(), a, b);
    }
}
