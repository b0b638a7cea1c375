package dev.gimbal.tensor;

/** Matrix products. Shapes are checked; a mismatch is an {@link IllegalArgumentException}. */
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

    /**
     * Adds {@code x^T x} to the upper triangle (with the diagonal) of {@code gram}; both F32, {@code x [t, m]},
     * {@code gram [m, m]}. What is below the diagonal is undefined afterwards. Each entry is summed in row order.
     */
    void addGram(Tensor x, Tensor gram);
}
