package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.Precision;

/**
 * The products of cuBLAS that are used. Matrices lie column after column, {@code ld} elements apart; to it a row-major
 * matrix is its own transpose.
 */
interface DeviceBlas {
    /** {@code c [m, n] = alpha * op(a) [m, k] op(b) [k, n] + beta * c}; all sizes at least 1. */
    void gemm(
            Precision precision,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            long a,
            int lda,
            long b,
            int ldb,
            double beta,
            long c,
            int ldc);

    /** The lower triangle of {@code c [n, n] += a [n, k] a^T}, F32. */
    void addSquareLower(int n, int k, long a, int lda, long c, int ldc);

    /** {@code b [m, n] = op(l)^-1 b}, F64; {@code l [m, m]} lower triangular, its diagonal counts. */
    void solveLower(boolean transpose, int m, int n, long l, int ldl, long b, int ldb);
}
