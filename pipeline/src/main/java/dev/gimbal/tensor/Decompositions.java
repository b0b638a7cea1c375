package dev.gimbal.tensor;

import org.jspecify.annotations.Nullable;

/** Factorisations in double precision; every tensor F64. A method that cannot finish says so by its result. */
public interface Decompositions {
    /**
     * Thin singular value decomposition {@code a = u diag(s) vt}; {@code a [r, c]} is kept, {@code u [r, k]},
     * {@code vt [k, c]}, {@code k = min(r, c)}.
     *
     * @return the singular values, descending, or null when no algorithm converges or the input is not finite
     */
    double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt);

    /**
     * Eigenvalues and vectors of a symmetric matrix (the upper triangle is read): {@code a = v diag(w) v^T};
     * {@code a} becomes {@code v}.
     *
     * @return the eigenvalues, ascending, or null when the algorithm does not converge or the input is not finite
     */
    double @Nullable [] symmetricEigen(Tensor a);

    /**
     * Thin QR: {@code a [r, c]} with {@code r >= c} becomes {@code q [r, c]} with orthonormal columns, and {@code r}
     * upper triangular is written to {@code triangle [c, c]} (zeros below).
     */
    void qr(Tensor a, Tensor triangle);

    /**
     * Cholesky: the symmetric {@code a} (upper triangle is read) becomes its factor {@code u} with {@code a = u^T u}
     * (zeros below the diagonal).
     *
     * @return whether {@code a} was positive definite; if not, its content is undefined
     */
    boolean cholesky(Tensor a);

    /** Solves {@code x (u^T u) = b} for {@code x} in place: {@code b [r, c]}, {@code u [c, c]} from {@link #cholesky}. */
    void solveRight(Tensor u, Tensor b);

    /** The sign of the determinant of the square {@code a}, -1, 0 or 1; {@code a} is kept. */
    int determinantSign(Tensor a);
}
