package dev.gimbal.tensor.cuda;

/**
 * The factorisations of cuSOLVER that are used, in double. Matrices lie column after column, {@code ld} elements apart; to
 * it a row-major matrix is its own transpose. Addresses of what a factorisation does not need may be 0.
 */
interface DeviceSolver {
    /** A factorisation that knows its operands and lacks its scratch. */
    interface Call {
        /** Elements of scratch, F64; maybe 0. */
        int workElements();

        /** @param info where one integer is written: 0, or LAPACK's number for what went wrong */
        void run(long work, int workElements, long info);
    }

    /** {@code potrf}: the lower triangle of {@code a [n, n]} becomes {@code l} with {@code a = l l^T}. */
    Call cholesky(int n, long a, int lda);

    /**
     * {@code gesvd}: {@code a [m, n]}, {@code m >= n}, is destroyed; {@code u [m, n]}, {@code vt [n, n]}, {@code s [n]}
     * descending.
     */
    Call singularValues(int m, int n, long a, int lda, long s, long u, int ldu, long vt, int ldvt);

    /** {@code syevd}: the lower triangle of {@code a [n, n]} is read, and its eigenvectors replace it; {@code w} ascending. */
    Call symmetricEigen(int n, long a, int lda, long w);

    /** {@code geqrf}: {@code a [m, n]} becomes {@code r} and, below it, the reflectors with {@code tau [n]}. */
    Call qr(int m, int n, long a, int lda, long tau);

    /** {@code orgqr}: reflectors and {@code tau} become {@code q [m, n]}, {@code m >= n}. */
    Call orthogonal(int m, int n, long a, int lda, long tau);

    /** {@code getrf}: {@code a [n, n]} becomes its triangles; {@code pivots [n]}, integers, from 1. */
    Call triangles(int n, long a, int lda, long pivots);
}
