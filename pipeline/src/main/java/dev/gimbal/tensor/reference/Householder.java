package dev.gimbal.tensor.reference;

/**
 * QR by Householder reflections (Golub and Van Loan, Matrix Computations, 5.2.2): column {@code k} below the diagonal is
 * mirrored onto the diagonal. {@code q} is orthonormal whatever the rank.
 */
final class Householder {
    private final double[][] columns; // [c][r], become r
    private final double[][] normals; // [c][r], unit normals of the mirrors; zeros where nothing is to be done

    /** @param a {@code [r][c]}, {@code r >= c} */
    Householder(double[][] a) {
        columns = Matrices.transposed(a);
        normals = new double[columns.length][a.length];
        for (int k = 0; k < columns.length; k++) {
            normals[k] = normal(columns[k], k);
            for (double[] column : columns) {
                reflect(normals[k], column);
            }
        }
    }

    /** The upper triangle {@code [c][c]}, zeros below. */
    double[][] r() {
        double[][] r = new double[columns.length][columns.length];
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i <= j; i++) {
                r[i][j] = columns[j][i];
            }
        }
        return r;
    }

    /** The first {@code c} columns of the product of the mirrors, {@code [r][c]}. */
    double[][] q() {
        double[][] q = new double[columns.length][];
        for (int j = 0; j < q.length; j++) {
            q[j] = new double[columns[j].length];
            q[j][j] = 1;
            for (int k = columns.length - 1; k >= 0; k--) {
                reflect(normals[k], q[j]);
            }
        }
        return Matrices.transposed(q);
    }

    /** The unit normal of the mirror that takes {@code column[k..]} to the axis {@code k}. */
    private static double[] normal(double[] column, int k) {
        double[] normal = new double[column.length];
        System.arraycopy(column, k, normal, k, column.length - k);
        Matrices.normalise(new double[][] {normal}); // the length of the normal does not matter
        normal[k] += Math.copySign(Math.sqrt(Matrices.dot(normal, normal)), normal[k]); // no cancellation
        double norm = Math.sqrt(Matrices.dot(normal, normal));
        if (norm > 0) {
            Matrices.scale(1 / norm, normal);
        }
        return normal;
    }

    private static void reflect(double[] normal, double[] x) {
        Matrices.add(-2 * Matrices.dot(normal, x), normal, x);
    }
}
