package dev.gimbal.saving;

import dev.gimbal.tensor.Tensor;
import java.util.Arrays;

/**
 * Fills a symmetric matrix from the rows of its upper triangle. What belongs below the diagonal is written for many rows
 * at once: element by element it would be as many small copies to a device as the matrix has elements.
 */
final class MirroredRows {
    static final int ROWS = 64;

    private final Tensor matrix;
    private final double[][] kept = new double[ROWS][];
    private int first;

    /** @param matrix F64 {@code [n, n]} */
    MirroredRows(Tensor matrix) {
        this.matrix = matrix;
    }

    /**
     * The next row, from 0 on to the last.
     *
     * @param upper its {@code n - row} numbers from the diagonal on, and maybe others behind them
     */
    void write(int row, double[] upper) {
        int length = matrix.cols() - row;
        matrix.write(row, row, upper, 0, length);
        kept[row - first] = Arrays.copyOf(upper, length);
        if (row - first + 1 == ROWS || length == 1) {
            mirror(row + 1);
        }
    }

    /** Writes columns {@code first} to {@code end} below the diagonal. */
    private void mirror(int end) {
        double[] piece = new double[ROWS];
        for (int row = first + 1; row < matrix.rows(); row++) {
            int count = Math.min(end, row) - first;
            for (int j = 0; j < count; j++) {
                piece[j] = kept[j][row - first - j];
            }
            matrix.write(row, first, piece, 0, count);
        }
        first = end;
    }
}
