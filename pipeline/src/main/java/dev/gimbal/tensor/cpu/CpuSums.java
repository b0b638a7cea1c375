package dev.gimbal.tensor.cpu;

import static dev.gimbal.tensor.cpu.CpuMoves.requireSameShape;
import static dev.gimbal.tensor.cpu.CpuProducts.require;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Sums;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;

/** The sums that statistics are made of, each in an order that no number of workers changes. */
final class CpuSums implements Sums {
    /** Rows of a shared task. */
    private static final int ROW_TILE = 64;

    /** Columns of a shared column sum. */
    private static final int COLUMN_TILE = 256;

    /** Rows that are summed in single precision before they are added to the sum in double. */
    private static final int FLOAT_ROWS = 64;

    private final Workers workers;

    CpuSums(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        requireSameShape(gram, total);
        int m = gram.cols();
        require(gram.rows() == m, gram);
        workers.forTiles(m, ROW_TILE, (first, end) -> addMirrored(gram, total, first, end));
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

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        int m = x.cols();
        require(sum.length == m && absoluteSum.length == m, x);
        workers.forTiles(m, COLUMN_TILE, (from, to) -> {
            int width = to - from;
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

    @Override
    public double dot(Tensor a, Tensor b) {
        requireSameShape(a, b);
        require(a.precision() == Precision.F64 && b.precision() == Precision.F64, a, b);
        double[] partial = new double[a.rows()];
        workers.forTiles(a.rows(), ROW_TILE, (first, end) -> {
            double[] x = new double[a.cols()];
            double[] y = new double[a.cols()];
            for (int i = first; i < end; i++) {
                a.read(i, 0, x, 0, x.length);
                b.read(i, 0, y, 0, y.length);
                partial[i] = VectorMath.dot(x, y);
            }
        });
        double sum = 0;
        for (double p : partial) {
            sum += p;
        }
        return sum;
    }
}
