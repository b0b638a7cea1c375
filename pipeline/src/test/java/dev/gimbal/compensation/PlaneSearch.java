package dev.gimbal.compensation;

import dev.gimbal.math.Dense;

/** Orthogonal Procrustes problems by search: no decomposition, only rotations of two rows at a time. */
final class PlaneSearch {
    private static final int MOST_SWEEPS = 5000;

    private PlaneSearch() {}

    /**
     * The orthogonal {@code Q} of largest {@code tr(Q^T M)}, [d, d]. Each plane is turned by its best angle, over and over,
     * once among the rotations and once among the reflections; the better one wins.
     */
    static double[][] bestRotation(double[][] m) {
        int d = m.length;
        double[][] mirror = Dense.identity(d);
        mirror[0][0] = -1;
        double[][] turned = climb(m, Dense.identity(d));
        double[][] reflected = climb(m, mirror);
        return alignment(turned, m) >= alignment(reflected, m) ? turned : reflected;
    }

    private static double[][] climb(double[][] m, double[][] start) {
        int d = m.length;
        double[][] q = start;
        double before = Double.NEGATIVE_INFINITY;
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            // tr(Q^T M) = tr(C) with C = M Q^T; turning rows i and j of Q by t makes it cos t (C_ii + C_jj) + sin t
            // (...).
            for (int i = 0; i < d; i++) {
                for (int j = i + 1; j < d; j++) {
                    double same = Dense.dot(m[i], q[i]) + Dense.dot(m[j], q[j]);
                    double crossed = Dense.dot(m[i], q[j]) - Dense.dot(m[j], q[i]);
                    turn(q, i, j, Math.atan2(crossed, same));
                }
            }
            double now = alignment(q, m);
            if (now - before <= 1e-15 * Math.abs(now)) {
                break;
            }
            before = now;
        }
        return q;
    }

    private static void turn(double[][] q, int i, int j, double angle) {
        double cosine = Math.cos(angle);
        double sine = Math.sin(angle);
        for (int column = 0; column < q.length; column++) {
            double x = q[i][column];
            double y = q[j][column];
            q[i][column] = cosine * x + sine * y;
            q[j][column] = cosine * y - sine * x;
        }
    }

    private static double alignment(double[][] q, double[][] m) {
        double sum = 0;
        for (int i = 0; i < m.length; i++) {
            sum += Dense.dot(q[i], m[i]);
        }
        return sum;
    }

    /** By many steps of the power iteration. */
    static double largestSingularValue(double[][] a) {
        double[][] x = new double[a[0].length][1];
        for (int i = 0; i < x.length; i++) {
            x[i][0] = Math.sin(1 + i);
        }
        double norm = 0;
        for (int step = 0; step < 3000; step++) {
            x = Dense.times(Dense.transpose(a), Dense.times(a, x));
            norm = Dense.norm(x);
            x = Dense.scaled(1 / norm, x);
        }
        return Math.sqrt(norm);
    }

    /** [d, k] of the span of {@code a}'s columns. */
    static double[][] orthonormalBasis(double[][] a) {
        return nearestOrthonormal(a);
    }

    /** The polar factor of {@code a [d, k]} of full rank, {@code a (a^T a)^(-1/2)}, by Newton's iteration for the root. */
    static double[][] nearestOrthonormal(double[][] a) {
        double[][] root = Dense.times(Dense.transpose(a), a);
        double[][] inverseRoot = Dense.identity(root.length);
        for (int step = 0; step < 60; step++) {
            double[][] next =
                    Dense.scaled(0.5, Dense.plus(root, 1, Dense.solve(inverseRoot, Dense.identity(root.length))));
            inverseRoot = Dense.scaled(0.5, Dense.plus(inverseRoot, 1, Dense.solve(root, Dense.identity(root.length))));
            root = next;
        }
        return Dense.times(a, inverseRoot);
    }

    /** By elimination. */
    static double determinant(double[][] a) {
        double[][] rows = Dense.scaled(1, a);
        double product = 1;
        for (int column = 0; column < rows.length; column++) {
            int pivot = column;
            for (int i = column; i < rows.length; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            double[] top = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = top;
            product *= pivot == column ? top[column] : -top[column];
            for (int i = column + 1; i < rows.length; i++) {
                double factor = rows[i][column] / top[column];
                for (int j = column; j < rows.length; j++) {
                    rows[i][j] -= factor * top[j];
                }
            }
        }
        return product;
    }
}
