package dev.gimbal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/** Matrices as arrays of rows, with textbook loops: what tests hold the backends' arithmetic against. */
public final class Dense {
    private Dense() {}

    public static double[][] gaussian(Random random, int rows, int cols) {
        double[][] a = new double[rows][cols];
        for (double[] row : a) {
            for (int j = 0; j < cols; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return a;
    }

    /** [n, k] with orthonormal columns: Gram-Schmidt, twice. */
    public static double[][] orthonormal(Random random, int n, int k) {
        double[][] rows = gaussian(random, k, n);
        for (int i = 0; i < k; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int other = 0; other < i; other++) {
                    double share = dot(rows[i], rows[other]);
                    for (int j = 0; j < n; j++) {
                        rows[i][j] -= share * rows[other][j];
                    }
                }
            }
            double length = Math.sqrt(dot(rows[i], rows[i]));
            for (int j = 0; j < n; j++) {
                rows[i][j] /= length;
            }
        }
        return transpose(rows);
    }

    public static double[][] identity(int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 1;
        }
        return a;
    }

    public static double[][] diagonal(double... values) {
        double[][] a = new double[values.length][values.length];
        for (int i = 0; i < values.length; i++) {
            a[i][i] = values[i];
        }
        return a;
    }

    public static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int l = 0; l < b.length; l++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][l] * b[l][j];
                }
            }
        }
        return c;
    }

    public static double[][] transpose(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** {@code a + factor * b}. */
    public static double[][] plus(double[][] a, double factor, double[][] b) {
        return combine(a, b, (x, y) -> x + factor * y);
    }

    public static double[][] scaled(double factor, double[][] a) {
        return combine(a, a, (x, y) -> factor * x);
    }

    private static double[][] combine(double[][] a, double[][] b, DoubleBinaryOperator operator) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = operator.applyAsDouble(a[i][j], b[i][j]);
            }
        }
        return c;
    }

    public static double[][] columns(double[][] a, int[] columns) {
        double[][] c = new double[a.length][columns.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                c[i][j] = a[i][columns[j]];
            }
        }
        return c;
    }

    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** Frobenius. */
    public static double norm(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            sum += dot(row, row);
        }
        return Math.sqrt(sum);
    }

    /** {@code a^-1 b} by Gaussian elimination with row exchanges. */
    public static double[][] solve(double[][] a, double[][] b) {
        int n = a.length;
        int width = n + b[0].length;
        double[][] rows = new double[n][width];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a[i], 0, rows[i], 0, n);
            System.arraycopy(b[i], 0, rows[i], n, b[0].length);
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column; i < n; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            double[] swapped = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = swapped;
            for (int i = 0; i < n; i++) {
                double factor = i == column ? 0 : rows[i][column] / swapped[column];
                for (int j = column; factor != 0 && j < width; j++) {
                    rows[i][j] -= factor * swapped[j];
                }
            }
        }
        double[][] x = new double[n][b[0].length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < b[0].length; j++) {
                x[i][j] = rows[i][n + j] / rows[i][i];
            }
        }
        return x;
    }

    /** {@code X} of least {@code norm(a X - b)}: {@code a [n, k]} of full rank, orthogonalised column by column, twice. */
    public static double[][] leastSquares(double[][] a, double[][] b) {
        double[][] q = transpose(a);
        int k = q.length;
        for (int i = 0; i < k; i++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int other = 0; other < i; other++) {
                    double share = dot(q[i], q[other]);
                    for (int j = 0; j < q[i].length; j++) {
                        q[i][j] -= share * q[other][j];
                    }
                }
            }
            double length = Math.sqrt(dot(q[i], q[i]));
            for (int j = 0; j < q[i].length; j++) {
                q[i][j] /= length;
            }
        }
        return solve(times(q, a), times(q, b));
    }

    /** The orthogonal polar factor of a square matrix of full rank, by Newton's iteration {@code (X + X^-T) / 2}. */
    public static double[][] polarFactor(double[][] a) {
        double[][] x = a;
        for (int step = 0; step < 100; step++) {
            double[][] next = scaled(0.5, plus(x, 1, transpose(solve(x, identity(a.length)))));
            double moved = norm(plus(next, -1, x));
            x = next;
            if (moved <= 1e-15 * norm(x)) {
                break;
            }
        }
        return x;
    }

    /** The mean of each column. */
    public static double[] means(double[][] x) {
        double[] means = new double[x[0].length];
        for (double[] row : x) {
            for (int j = 0; j < means.length; j++) {
                means[j] += row[j] / x.length;
            }
        }
        return means;
    }

    public static Tensor tensor(Scope scope, double[][] a) {
        Tensor tensor = scope.f64(a.length, a[0].length);
        for (int i = 0; i < a.length; i++) {
            tensor.write(i, 0, a[i], 0, a[i].length);
        }
        return tensor;
    }

    public static double[][] read(Tensor tensor) {
        double[][] a = new double[tensor.rows()][tensor.cols()];
        for (int i = 0; i < a.length; i++) {
            tensor.read(i, 0, a[i], 0, a[i].length);
        }
        return a;
    }

    /** Frobenius distance of at most {@code tolerance} times the expected norm. */
    public static void assertNear(double[][] expected, double[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length, "rows");
        assertEquals(expected[0].length, actual[0].length, "columns");
        double distance = norm(plus(expected, -1, actual));
        assertTrue(distance <= tolerance * norm(expected), () -> distance + " away, of " + norm(expected));
    }
}
