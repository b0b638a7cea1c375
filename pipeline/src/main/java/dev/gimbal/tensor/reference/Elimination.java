package dev.gimbal.tensor.reference;

import org.jspecify.annotations.Nullable;

/** What is computed by eliminating one unknown after the other: Cholesky, its solves, the sign of a determinant. */
final class Elimination {
    private Elimination() {}

    /** The upper factor {@code u} of {@code a = u^T u}, or null when {@code a} is not positive definite. */
    static double @Nullable [][] cholesky(double[][] a) {
        int size = a.length;
        double[][] u = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                double rest = a[i][j];
                for (int k = 0; k < i; k++) {
                    rest -= u[k][i] * u[k][j];
                }
                if (i == j && !(rest > 0 && Double.isFinite(rest))) {
                    return null;
                }
                u[i][j] = i == j ? Math.sqrt(rest) : rest / u[i][i];
            }
        }
        return u;
    }

    /** Solves {@code x u^T u = b} in place: first {@code y u = b} from the left, then {@code x u^T = y} from the right. */
    static void solve(double[][] u, double[] b) {
        for (int j = 0; j < b.length; j++) {
            for (int k = 0; k < j; k++) {
                b[j] -= b[k] * u[k][j];
            }
            b[j] /= u[j][j];
        }
        for (int j = b.length - 1; j >= 0; j--) {
            for (int k = j + 1; k < b.length; k++) {
                b[j] -= b[k] * u[j][k];
            }
            b[j] /= u[j][j];
        }
    }

    /** By Gaussian elimination with row exchanges; the square {@code a} is worked on. */
    static int determinantSign(double[][] a) {
        int sign = 1;
        for (int k = 0; k < a.length; k++) {
            int pivot = largestInColumn(a, k);
            if (pivot != k) {
                double[] row = a[k];
                a[k] = a[pivot];
                a[pivot] = row;
                sign = -sign;
            }
            if (!(Math.abs(a[k][k]) > 0)) {
                return 0;
            }
            sign *= a[k][k] < 0 ? -1 : 1;
            for (int i = k + 1; i < a.length; i++) {
                Matrices.add(-a[i][k] / a[k][k], a[k], a[i]);
            }
        }
        return sign;
    }

    private static int largestInColumn(double[][] a, int column) {
        int largest = column;
        for (int i = column + 1; i < a.length; i++) {
            if (Math.abs(a[i][column]) > Math.abs(a[largest][column])) {
                largest = i;
            }
        }
        return largest;
    }
}
