package dev.gimbal.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A matrix that a factorisation must cope with. */
final class MatrixCase {
    private final String name;
    private final double[][] rows;

    private MatrixCase(String name, double[][] rows) {
        this.name = name;
        this.rows = rows;
    }

    /** A copy of the elements. */
    double[][] rows() {
        return Host.scaled(1, rows);
    }

    /** Random, deficient, ill-conditioned, repeated, huge, tiny and empty-handed ones, of every proportion. */
    static Stream<MatrixCase> all() {
        List<MatrixCase> all = new ArrayList<>();
        int seed = 0;
        for (int[] shape : new int[][] {{1, 1}, {1, 5}, {5, 1}, {6, 6}, {14, 5}, {5, 14}, {40, 33}, {33, 40}}) {
            int r = shape[0];
            int c = shape[1];
            String size = " [%d, %d]".formatted(r, c);
            double[][] random = Host.random(seed++, r, c);
            all.add(new MatrixCase("random" + size, random));
            all.add(new MatrixCase("huge" + size, Host.scaled(1e150, random)));
            all.add(new MatrixCase("tiny" + size, Host.scaled(1e-150, random)));
            all.add(new MatrixCase("zero" + size, Host.full(r, c, 0)));
            all.add(new MatrixCase("all ones" + size, Host.full(r, c, 1)));
            all.add(new MatrixCase("ill-conditioned" + size, Host.withSingularValues(seed++, r, c, decay(r, c, 1e-2))));
            all.add(new MatrixCase("repeated values" + size, Host.withSingularValues(seed++, r, c, decay(r, c, 1))));
            all.add(new MatrixCase("rank-deficient" + size, deficient(seed++, r, c)));
        }
        all.add(new MatrixCase("zero column", new double[][] {{1, 0, 2}, {3, 0, -1}, {0, 0, 1}, {2, 0, 2}}));
        all.add(new MatrixCase("Hilbert", hilbert(10)));
        return all.stream();
    }

    /** The square ones, made symmetric. */
    static Stream<MatrixCase> symmetric() {
        return all().filter(matrix -> matrix.rows().length == matrix.rows()[0].length)
                .map(matrix -> new MatrixCase("symmetric " + matrix.name, symmetrised(matrix.rows())));
    }

    /** Those with at least as many rows as columns. */
    static Stream<MatrixCase> tall() {
        return all().filter(matrix -> matrix.rows().length >= matrix.rows()[0].length);
    }

    /** {@code base^0, base^1, ...}: 1e-2 passes the precision of double after eight. */
    static double[] decay(int rows, int cols, double base) {
        double[] values = new double[Math.min(rows, cols)];
        Arrays.setAll(values, i -> Math.pow(base, i));
        return values;
    }

    private static double[][] deficient(long seed, int rows, int cols) {
        int rank = Math.max(1, Math.min(rows, cols) / 2);
        return Host.product(Host.random(seed, rows, rank), Host.random(seed + 1, rank, cols));
    }

    private static double[][] hilbert(int size) {
        double[][] a = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                a[i][j] = 1.0 / (i + j + 1);
            }
        }
        return a;
    }

    private static double[][] symmetrised(double[][] a) {
        double[][] s = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                s[i][j] = a[Math.min(i, j)][Math.max(i, j)];
            }
        }
        return s;
    }

    @Override
    public String toString() {
        return name;
    }
}
