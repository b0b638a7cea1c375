package dev.gimbal.tensor.cpu;

import static dev.gimbal.tensor.cpu.CpuProducts.require;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.Arrays;
import java.util.Objects;

/** Sums, copies and gathers, row by row through buffers on the heap. */
final class CpuMoves {
    /** Rows of a shared task. */
    private static final int ROW_TILE = 64;

    /** Columns of a shared column sum. */
    private static final int COLUMN_TILE = 256;

    /** Rows that are summed in single precision before they are added to the sum in double. */
    private static final int FLOAT_ROWS = 64;

    private final Workers workers;

    CpuMoves(Workers workers) {
        this.workers = workers;
    }

    /** What is done to rows {@code from} to {@code to} (exclusive). */
    interface RowTask {
        void accept(int from, int to);
    }

    /** Shares rows among the workers in tiles; no row's result may depend on another's. */
    void forRows(int rows, RowTask task) {
        workers.forEach(
                CpuProducts.ceilDiv(rows, ROW_TILE),
                tile -> task.accept(tile * ROW_TILE, Math.min(rows, (tile + 1) * ROW_TILE)));
    }

    void add(double factor, Tensor from, Tensor into) {
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

    void copy(Tensor from, Tensor into) {
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

    void fill(Tensor tensor, double value) {
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

    void gatherColumns(Tensor from, int[] columns, Tensor into) {
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

    void gatherRows(Tensor from, int[] rows, Tensor into) {
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

    void addRow(Tensor x, Tensor row) {
        require(row.rows() == 1 && row.cols() == x.cols(), x, row);
        requireSamePrecision(x, row);
        forRows(x.rows(), (first, end) -> {
            for (int i = first; i < end; i++) {
                add(1, row, x.slice(i, i + 1));
            }
        });
    }

    void addSymmetric(Tensor gram, Tensor total) {
        requireSameShape(gram, total);
        int m = gram.cols();
        require(gram.rows() == m, gram);
        int tiles = CpuProducts.ceilDiv(m, ROW_TILE);
        workers.forEach(tiles, tile -> {
            int first = tile * ROW_TILE;
            addMirrored(gram, total, first, Math.min(m, first + ROW_TILE));
        });
    }

    /** Adds the rows {@code first} to {@code end} from the diagonal on, and their mirror image below it. */
    private static void addMirrored(Tensor gram, Tensor total, int first, int end) {
        int width = gram.cols() - first;
        float[][] block = new float[end - first][width];
        double[] row = new double[width];
        for (int i = first; i < end; i++) {
            float[] x = block[i - first];
            gram.read(i, first, x, 0, width);
            total.read(i, first, row, 0, width);
            for (int j = i - first; j < width; j++) {
                row[j] += x[j];
            }
            total.write(i, first, row, 0, width);
        }
        for (int j = 1; j < width; j++) {
            int height = Math.min(end - first, j);
            total.read(first + j, first, row, 0, height);
            for (int i = 0; i < height; i++) {
                row[i] += block[i][j];
            }
            total.write(first + j, first, row, 0, height);
        }
    }

    void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        int m = x.cols();
        require(sum.length == m && absoluteSum.length == m, x);
        workers.forEach(CpuProducts.ceilDiv(m, COLUMN_TILE), tile -> {
            int from = tile * COLUMN_TILE;
            int width = Math.min(COLUMN_TILE, m - from);
            float[] row = new float[width];
            for (int start = 0; start < x.rows(); start += FLOAT_ROWS) {
                float[] partial = new float[width];
                float[] partialAbsolute = new float[width];
                for (int i = start; i < Math.min(x.rows(), start + FLOAT_ROWS); i++) {
                    x.read(i, from, row, 0, width);
                    for (int j = 0; j < width; j++) {
                        partial[j] += row[j];
                    }
                    for (int j = 0; j < width; j++) {
                        partialAbsolute[j] += Math.abs(row[j]);
                    }
                }
                for (int j = 0; j < width; j++) {
                    sum[from + j] += partial[j];
                    absoluteSum[from + j] += partialAbsolute[j];
                }
            }
        });
    }

    double dot(Tensor a, Tensor b) {
        requireSameShape(a, b);
        require(a.precision() == Precision.F64 && b.precision() == Precision.F64, a, b);
        double[] partial = new double[a.rows()];
        forRows(a.rows(), (first, end) -> {
            RowBuffer x = new RowBuffer(a);
            RowBuffer y = new RowBuffer(b);
            for (int i = first; i < end; i++) {
                partial[i] = VectorMath.dot(x.read(i), y.read(i));
            }
        });
        double sum = 0;
        for (double p : partial) {
            sum += p;
        }
        return sum;
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

    private static void requireSameShape(Tensor a, Tensor b) {
        require(a.rows() == b.rows() && a.cols() == b.cols(), a, b);
    }

    private static void requireSamePrecision(Tensor a, Tensor b) {
        require(a.precision() == b.precision(), a, b);
    }
}
