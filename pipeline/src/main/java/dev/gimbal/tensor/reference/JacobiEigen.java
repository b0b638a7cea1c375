package dev.gimbal.tensor.reference;

import java.util.Arrays;
import java.util.Comparator;

/** The cyclic Jacobi method: plane rotations take the off-diagonal elements of a symmetric matrix to zero. */
final class JacobiEigen {
    private static final int MAX_SWEEPS = 60;

    private final double[][] a; // [n][n], becomes diagonal
    private final double[][] vectors; // [n][n], row i is eigenvector i
    private final double scale;
    private final double threshold;

    /** @param symmetric all of it, finite; it is worked on */
    JacobiEigen(double[][] symmetric) {
        this.a = symmetric;
        this.vectors = Matrices.identity(symmetric.length);
        this.scale = Matrices.normalise(symmetric);
        this.threshold = Math.ulp(1.0) / 8; // of the largest element, which is 1 now
    }

    /** Runs to the end; false when the matrix does not become diagonal. Ask for results after it only. */
    boolean converge() {
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            if (!sweep()) {
                return true;
            }
        }
        return false;
    }

    /** The eigenvalues, ascending. */
    double[] values() {
        return Arrays.stream(order()).mapToDouble(i -> a[i][i] * scale).toArray();
    }

    /** The eigenvectors as columns, in the order of {@link #values}. */
    double[][] vectors() {
        return Matrices.transposed(Arrays.stream(order()).map(i -> vectors[i]).toArray(double[][]::new));
    }

    private boolean sweep() {
        boolean turned = false;
        for (int p = 0; p < a.length; p++) {
            for (int q = p + 1; q < a.length; q++) {
                if (Math.abs(a[p][q]) > threshold) {
                    turn(p, q);
                    turned = true;
                }
            }
        }
        return turned;
    }

    private void turn(int p, int q) {
        double tangent = Matrices.jacobiTangent(a[p][p], a[q][q], a[p][q]);
        double cosine = 1 / Math.hypot(1, tangent);
        double sine = cosine * tangent;
        Matrices.rotate(a[p], a[q], cosine, sine);
        for (double[] row : a) {
            double old = row[p];
            row[p] = cosine * old - sine * row[q];
            row[q] = sine * old + cosine * row[q];
        }
        a[p][q] = 0;
        a[q][p] = 0;
        Matrices.rotate(vectors[p], vectors[q], cosine, sine);
    }

    private Integer[] order() {
        Integer[] order = new Integer[a.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> a[i][i]));
        return order;
    }
}
