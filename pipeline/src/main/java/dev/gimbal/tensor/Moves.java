package dev.gimbal.tensor;

/** Copies, gathers and element-wise sums. Shapes are checked; a mismatch is an {@link IllegalArgumentException}. */
public interface Moves {
    /** {@code into += factor * from}, of equal shape; precisions may differ. */
    void add(double factor, Tensor from, Tensor into);

    /** {@code into = from}, of equal shape; precisions may differ (to F32 rounds to nearest). */
    void copy(Tensor from, Tensor into);

    /** Every element becomes {@code value}. */
    void fill(Tensor tensor, double value);

    /** {@code into[i, j] = from[i, columns[j]]}; one precision. */
    void gatherColumns(Tensor from, int[] columns, Tensor into);

    /** {@code into[i, j] = from[rows[i], j]}; one precision. */
    void gatherRows(Tensor from, int[] rows, Tensor into);

    /** {@code x[i, :] += row[0, :]} for every row i; one precision. */
    void addRow(Tensor x, Tensor row);
}
