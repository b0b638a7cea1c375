package dev.gimbal.tensor;

/**
 * The sums that statistics and solves are made of. Shapes are checked; a mismatch is an {@link IllegalArgumentException}.
 */
public interface Sums {
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
