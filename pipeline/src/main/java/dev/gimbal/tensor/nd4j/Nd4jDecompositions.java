package dev.gimbal.tensor.nd4j;

import static dev.gimbal.tensor.nd4j.Nd4jTensor.require;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Decompositions;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.Lapack;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Factorisations in double, by ND4J's LAPACK where it has them. Three things are computed in main memory by the {@code
 * cpu} backend instead, and copied there and back, which costs little beside the cubes of their work:
 *
 * <ul>
 *   <li>singular values: ND4J's LAPACK has {@code gesvd} alone, with complete bases ({@code r x r} and {@code c x c})
 *       instead of thin ones, and nothing to fall back on;
 *   <li>eigenvalues: it has {@code syev}, not the faster {@code syevd};
 *   <li>triangular solves: its {@code trsm} takes the number of right-hand sides from the triangle, and so serves square
 *       ones alone.
 * </ul>
 */
final class Nd4jDecompositions implements Decompositions {
    private final Memory memory;
    private final Backend host;

    /** @param host computes what ND4J cannot */
    Nd4jDecompositions(Memory memory, Backend host) {
        this.memory = memory;
        this.host = host;
    }

    @Override
    public double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt) {
        try (Scope scope = host.open()) {
            Tensor left = scope.f64(u.rows(), u.cols());
            Tensor right = scope.f64(vt.rows(), vt.cols());
            double[] values = host.singularValues(moved(a, scope), left, right);
            if (values != null) {
                move(left, f64(u));
                move(right, f64(vt));
            }
            return values;
        }
    }

    @Override
    public double @Nullable [] symmetricEigen(Tensor a) {
        try (Scope scope = host.open()) {
            Tensor vectors = moved(a, scope);
            double[] values = host.symmetricEigen(vectors);
            if (values != null) {
                move(vectors, a);
            }
            return values;
        }
    }

    @Override
    public void solveRight(Tensor u, Tensor b) {
        try (Scope scope = host.open()) {
            Tensor sides = moved(b, scope);
            host.solveRight(moved(u, scope), sides);
            move(sides, b);
        }
    }

    /** The pivots come as an array that claims the matrix's type; its buffer is of integers, as LAPACK's are. */
    @Override
    public int determinantSign(Tensor a) {
        int n = a.rows();
        require(a.cols() == n, a);
        try (Scope scope = memory.open()) {
            Nd4jTensor work = Nd4jTensor.of(scope.f64(n, n));
            work.array().assign(f64(a).array());
            DataBuffer pivots = lapack().getrf(work.array().transpose()).data();
            int sign = 1;
            double[] diagonal = new double[1];
            for (int i = 0; i < n; i++) {
                work.read(i, i, diagonal, 0, 1);
                sign *= pivots.getInt(i) == i + 1 ? 1 : -1;
                sign *= (int) Math.signum(diagonal[0]);
            }
            pivots.close();
            return sign;
        }
    }

    /** LAPACK counts columns first, and on a card knows nothing else: the matrix is turned before and after. */
    @Override
    public void qr(Tensor a, Tensor triangle) {
        int r = a.rows();
        int c = a.cols();
        require(r >= c && triangle.rows() == c && triangle.cols() == c, a, triangle);
        Nd4jTensor matrix = f64(a);
        Nd4jTensor upper = f64(triangle);
        try (Scope scope = memory.open()) {
            INDArray turned = columnsFirst(scope, r, c);
            INDArray turnedUpper = columnsFirst(scope, c, c);
            turned.assign(matrix.array());
            lapack().geqrf(turned, turnedUpper);
            matrix.array().assign(turned);
            Nd4jTensor square = Nd4jTensor.of(scope.f64(c, c));
            square.array().assign(turnedUpper);
            Nd4jSums.triangle(square.array(), 0, upper.array());
        }
    }

    /** {@code [height, width]}, where the elements of a column are neighbours. */
    private static INDArray columnsFirst(Scope scope, int height, int width) {
        return Nd4jTensor.of(scope.f64(width, height)).array().transpose();
    }

    /** To LAPACK the matrix is its own transpose, and its upper triangle the lower one. */
    @Override
    public boolean cholesky(Tensor a) {
        require(a.cols() == a.rows(), a);
        Nd4jTensor matrix = f64(a);
        if (!finiteUpper(a)) {
            return false;
        }
        try {
            lapack().potrf(matrix.array().transpose(), true);
            return true;
        } catch (RuntimeException | Error e) {
            if (e.getClass().getSimpleName().equals("BlasException") || e.getClass() == Error.class) {
                return false; // how ND4J says that a matrix is not positive definite, on processors and on cards
            }
            throw e;
        }
    }

    private static Lapack lapack() {
        return Nd4j.getBlasWrapper().lapack();
    }

    private static Nd4jTensor f64(Tensor tensor) {
        return Nd4jTensor.of(tensor, Precision.F64);
    }

    private static Tensor moved(Tensor from, Scope scope) {
        Tensor copy = scope.f64(f64(from).rows(), from.cols());
        move(from, copy);
        return copy;
    }

    private static void move(Tensor from, Tensor into) {
        double[] row = new double[from.cols()];
        for (int i = 0; i < from.rows(); i++) {
            from.read(i, 0, row, 0, row.length);
            into.write(i, 0, row, 0, row.length);
        }
    }

    private static boolean finiteUpper(Tensor a) {
        double[] row = new double[a.cols()];
        for (int i = 0; i < a.rows(); i++) {
            a.read(i, i, row, i, a.cols() - i);
            for (int j = i; j < row.length; j++) {
                if (!Double.isFinite(row[j])) {
                    return false;
                }
            }
        }
        return true;
    }
}
