package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.require;
import static dev.gimbal.tensor.reference.Checks.requireApart;
import static dev.gimbal.tensor.reference.Checks.requirePrecision;
import static dev.gimbal.tensor.reference.Checks.requireShape;
import static dev.gimbal.tensor.reference.Checks.requireSquare;

import dev.gimbal.tensor.Decompositions;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks operands and hands their rows to the algorithm of each factorisation. */
final class ReferenceDecompositions implements Decompositions {
    @Override
    public double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt) {
        HeapTensor matrix = f64(a);
        HeapTensor left = f64(u);
        HeapTensor right = f64(vt);
        int count = Math.min(matrix.rows(), matrix.cols());
        requireShape(left, matrix.rows(), count, "u");
        requireShape(right, count, matrix.cols(), "vt");
        requireApart(left, matrix);
        requireApart(right, matrix);
        double[][] rows = matrix.toRows();
        if (!finite(rows)) {
            return null;
        }
        boolean tall = matrix.rows() >= matrix.cols();
        // a^T = v s u^T: a wide matrix is decomposed as its transpose, with the factors exchanged.
        JacobiSvd svd = new JacobiSvd(tall ? Matrices.transposed(rows) : rows);
        if (!svd.converge()) {
            return null;
        }
        left.setRows(Matrices.transposed(tall ? svd.left() : svd.right()));
        right.setRows(tall ? svd.right() : svd.left());
        return svd.values();
    }

    @Override
    public double @Nullable [] symmetricEigen(Tensor a) {
        HeapTensor matrix = f64(a);
        requireSquare(matrix, "a symmetric matrix");
        double[][] symmetric = mirrored(matrix);
        if (!finite(symmetric)) {
            return null;
        }
        JacobiEigen eigen = new JacobiEigen(symmetric);
        if (!eigen.converge()) {
            return null;
        }
        matrix.setRows(eigen.vectors());
        return eigen.values();
    }

    @Override
    public void qr(Tensor a, Tensor triangle) {
        HeapTensor matrix = f64(a);
        HeapTensor upper = f64(triangle);
        require(matrix.rows() >= matrix.cols(), "qr takes at least as many rows as columns");
        requireShape(upper, matrix.cols(), matrix.cols(), "the triangle");
        requireApart(upper, matrix);
        Householder householder = new Householder(matrix.toRows());
        matrix.setRows(householder.q());
        upper.setRows(householder.r());
    }

    @Override
    public boolean cholesky(Tensor a) {
        HeapTensor matrix = f64(a);
        requireSquare(matrix, "a symmetric matrix");
        double[][] factor = Elimination.cholesky(mirrored(matrix));
        if (factor == null) {
            double[][] undefined = new double[matrix.rows()][matrix.cols()];
            for (double[] row : undefined) {
                Arrays.fill(row, Double.NaN);
            }
            matrix.setRows(undefined);
            return false;
        }
        matrix.setRows(factor);
        return true;
    }

    @Override
    public void solveRight(Tensor u, Tensor b) {
        HeapTensor factor = f64(u);
        HeapTensor sides = f64(b);
        requireSquare(factor, "a Cholesky factor");
        requireShape(factor, sides.cols(), sides.cols(), "the factor");
        requireApart(sides, factor);
        double[][] rows = sides.toRows();
        double[][] upper = factor.toRows();
        for (double[] row : rows) {
            Elimination.solve(upper, row);
        }
        sides.setRows(rows);
    }

    @Override
    public int determinantSign(Tensor a) {
        HeapTensor matrix = f64(a);
        requireSquare(matrix, "a matrix with a determinant");
        return Elimination.determinantSign(matrix.toRows());
    }

    private static HeapTensor f64(Tensor tensor) {
        HeapTensor heap = HeapTensor.of(tensor);
        requirePrecision(Precision.F64, heap);
        return heap;
    }

    private static double[][] mirrored(HeapTensor upper) {
        double[][] symmetric = upper.toRows();
        for (int i = 0; i < symmetric.length; i++) {
            for (int j = 0; j < i; j++) {
                symmetric[i][j] = symmetric[j][i];
            }
        }
        return symmetric;
    }

    private static boolean finite(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
    }
}
