package dev.gimbal.tensor;

/** Matrix products and the moves between them. Shapes are checked; a mismatch is an {@link IllegalArgumentException}. */
public interface Products {
    /**
     * {@code c = alpha * op(a) op(b) + beta * c}, all of one precision; {@code op} transposes where asked. With
     * {@code beta == 0} the old content of {@code c}, even NaN, has no influence. {@code c} overlaps no operand.
     */
    void multiply(double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c);

    /** {@code y = x w^T}: {@code x [t, in]}, {@code w [out, in]}, {@code y [t, out]}. */
    default void project(Tensor x, Tensor w, Tensor y) {
        multiply(1, x, false, w, true, 0, y);
    }

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

    /**
     * Adds {@code x^T x} to the upper triangle (with the diagonal) of {@code gram}; both F32, {@code x [t, m]},
     * {@code gram [m, m]}. What is below the diagonal is undefined afterwards. Each entry is summed in row order.
     */
    void addGram(Tensor x, Tensor gram);

    /** {@code total += upper triangle of gram, mirrored}: {@code gram} F32, {@code total} F64, both {@code [m, m]}. */
    void addSymmetric(Tensor gram, Tensor total);

    /**
     * Column sums, in row order: {@code sum[j] += sum_i x[i,j]} and {@code absoluteSum[j] += sum_i |x[i,j]|}; {@code x}
     * is F32, the sums are carried in double; up to 64 rows may be added up in F32 first.
     */
    void addColumnSums(Tensor x, double[] sum, double[] absoluteSum);

    /** {@code sum_ij a[i,j] * b[i,j]} of F64 tensors of equal shape, accumulated in a fixed order. */
    double dot(Tensor a, Tensor b);
}
