package dev.gimbal.math;

/**
 * The polynomial {@code a x + b x^3 + c x^5}: applied to a matrix's singular values by matrix products alone.
 *
 * @param error its largest distance from 1 on the interval that it was made for
 */
record OddQuintic(double a, double b, double c, double error) {
    /** Where the minimax polynomial and the Taylor polynomial around 1 agree to double precision. */
    private static final double NARROW = 1e-5;

    private static final int MOST_EXCHANGES = 60;

    /** The three terms of the Taylor polynomial of the sign function at 1: {@code 1 - O((1-x)^3)}. */
    static OddQuintic taylor(double error) {
        return new OddQuintic(15.0 / 8, -10.0 / 8, 3.0 / 8, error);
    }

    double at(double x) {
        double square = x * x;
        return x * (a + square * (b + square * c));
    }

    /** The same polynomial for arguments that are {@code factor} times as large: {@code p(x / factor)}. */
    OddQuintic stretched(double factor) {
        double square = factor * factor;
        return new OddQuintic(a / factor, b / (factor * square), c / (factor * square * square), error);
    }

    /**
     * The odd quintic nearest to 1 on {@code [low, 1]}, by Remez' exchange: at the ends and at its two extremes between
     * them, its error has one size and alternating signs. Chen and Chow, "A stable scaling of Newton-Schulz for improving
     * the sign function computation of a Hermitian matrix", 2014; Amsel et al., "The Polar Express", 2025.
     *
     * @param low in (0, 1]
     */
    static OddQuintic nearestToOne(double low) {
        if (low > 1 - NARROW) {
            return taylor((1 - low) * (1 - low));
        }
        double[] points = {low, (3 * low + 1) / 4, (low + 3) / 4, 1};
        OddQuintic best = alternating(points);
        for (int exchange = 0; exchange < MOST_EXCHANGES; exchange++) {
            // p'(x) = a + 3 b x^2 + 5 c x^4 is 0 at the extremes.
            double root = Math.sqrt(9 * best.b * best.b - 20 * best.a * best.c);
            points[1] = Math.sqrt((-3 * best.b - root) / (10 * best.c));
            points[2] = Math.sqrt((-3 * best.b + root) / (10 * best.c));
            OddQuintic next = alternating(points);
            boolean settled = Math.abs(next.error - best.error) <= 1e-15;
            best = next;
            if (settled) {
                break;
            }
        }
        return best;
    }

    /** The quintic with {@code p = 1 - e, 1 + e, 1 - e, 1 + e} at the four points. */
    private static OddQuintic alternating(double[] points) {
        double[][] system = new double[4][];
        for (int i = 0; i < 4; i++) {
            double x = points[i];
            double cube = x * x * x;
            system[i] = new double[] {x, cube, cube * x * x, i % 2 == 0 ? 1 : -1, 1};
        }
        double[] solution = eliminate(system);
        return new OddQuintic(solution[0], solution[1], solution[2], Math.abs(solution[3]));
    }

    /** Solves the augmented system [n, n + 1] by elimination with row exchanges. */
    private static double[] eliminate(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int i = column + 1; i < n; i++) {
                pivot = Math.abs(rows[i][column]) > Math.abs(rows[pivot][column]) ? i : pivot;
            }
            double[] pivotRow = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = pivotRow;
            for (int i = 0; i < n; i++) {
                double factor = i == column ? 0 : rows[i][column] / pivotRow[column];
                for (int j = column; j <= n; j++) {
                    rows[i][j] -= factor * pivotRow[j];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = rows[i][n] / rows[i][i];
        }
        return solution;
    }
}
