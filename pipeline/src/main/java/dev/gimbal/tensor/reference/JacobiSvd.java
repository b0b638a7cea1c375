package dev.gimbal.tensor.reference;

import java.util.Arrays;
import java.util.Comparator;

/**
 * One-sided Jacobi singular value decomposition (Hestenes): turns pairs of columns until all are orthogonal; their norms
 * are then the singular values, and the same turns of the identity are the right vectors.
 */
final class JacobiSvd {
    private static final int MAX_SWEEPS = 60;

    /** Below this share of the largest element a column counts as zero: the squares of its elements underflow. */
    private static final double NEGLIGIBLE = 1e-140;

    private final double[][] columns; // [c][r], become u s
    private final double[][] right; // [c][c], row i is right vector i
    private final double scale;
    private final double tolerance;

    /** @param columns the matrix's columns {@code [c][r]}, {@code r >= c}, finite; they are worked on */
    JacobiSvd(double[][] columns) {
        this.columns = columns;
        this.right = Matrices.identity(columns.length);
        this.scale = Matrices.normalise(columns);
        this.tolerance = Math.ulp(1.0) * (columns.length == 0 ? 1 : columns[0].length); // the rounding of a dot product
    }

    /** Runs to the end; false when the columns do not become orthogonal. Ask for results after it only. */
    boolean converge() {
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            if (!sweep()) {
                sort();
                return true;
            }
        }
        return false;
    }

    /** The singular values, descending. */
    double[] values() {
        return Arrays.stream(columns)
                .mapToDouble(column -> norm(column) * scale)
                .toArray();
    }

    /** The right vectors as rows {@code [c][c]}. */
    double[][] right() {
        return right;
    }

    /** The left vectors as rows {@code [c][r]}; those of singular values 0 complete the others. */
    double[][] left() {
        double[][] left = new double[columns.length][];
        for (int i = 0; i < left.length; i++) {
            double norm = norm(columns[i]);
            if (norm == 0) {
                left[i] = orthogonalTo(left, i, columns[i].length);
            } else {
                left[i] = columns[i].clone();
                Matrices.scale(1 / norm, left[i]);
            }
        }
        return left;
    }

    private boolean sweep() {
        boolean turned = false;
        for (int i = 0; i < columns.length; i++) {
            for (int j = i + 1; j < columns.length; j++) {
                turned |= turn(i, j);
            }
        }
        return turned;
    }

    private boolean turn(int i, int j) {
        double alpha = norm(columns[i]);
        double beta = norm(columns[j]);
        double gamma = Matrices.dot(columns[i], columns[j]);
        if (alpha == 0 || beta == 0 || Math.abs(gamma) <= tolerance * alpha * beta) {
            return false;
        }
        double tangent = Matrices.jacobiTangent(alpha * alpha, beta * beta, gamma);
        double cosine = 1 / Math.hypot(1, tangent);
        Matrices.rotate(columns[i], columns[j], cosine, cosine * tangent);
        Matrices.rotate(right[i], right[j], cosine, cosine * tangent);
        return true;
    }

    private void sort() {
        Integer[] order = new Integer[columns.length];
        Arrays.setAll(order, i -> i);
        double[][] unsortedColumns = columns.clone();
        double[][] unsortedRight = right.clone();
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -norm(unsortedColumns[i])));
        for (int i = 0; i < order.length; i++) {
            columns[i] = unsortedColumns[order[i]];
            right[i] = unsortedRight[order[i]];
        }
    }

    private static double norm(double[] column) {
        double norm = Math.sqrt(Matrices.dot(column, column));
        return norm < NEGLIGIBLE ? 0 : norm;
    }

    /** A unit vector orthogonal to the first {@code count}: the axis that is farthest from their span, by Gram-Schmidt. */
    private static double[] orthogonalTo(double[][] vectors, int count, int length) {
        double[] best = new double[length];
        for (double[] axis : Matrices.identity(length)) {
            for (int pass = 0; pass < 2; pass++) { // the second removes the rounding of the first
                for (int k = 0; k < count; k++) {
                    Matrices.add(-Matrices.dot(axis, vectors[k]), vectors[k], axis);
                }
            }
            if (norm(axis) > norm(best)) {
                best = axis;
            }
        }
        Matrices.scale(1 / norm(best), best);
        return best;
    }
}
