package dev.gimbal.tensor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Factorisations of random matrices, whose results are determined but for the signs of vectors; those are chosen so that
 * each vector's element of largest absolute value is positive.
 */
final class DecompositionComputations {
    private static final double TOLERANCE = 1e-9; // vectors turn by rounding over the gaps of a random spectrum

    private static final int[][] SHAPES = {{1, 1}, {6, 1}, {1, 6}, {8, 8}, {30, 12}, {12, 30}, {70, 50}};

    private DecompositionComputations() {}

    static Stream<Computation> all() {
        List<Computation> all = new ArrayList<>();
        for (int[] shape : SHAPES) {
            all.add(singularValues(shape[0], shape[1]));
            if (shape[0] >= shape[1]) {
                all.add(qr(shape[0], shape[1]));
            }
        }
        for (int size : new int[] {1, 2, 7, 40}) {
            all.add(symmetricEigen(size));
            all.add(cholesky(size));
            all.add(determinantSign(size));
            all.add(solveRight(1, size));
            all.add(solveRight(300, size));
        }
        return all.stream();
    }

    private static Computation singularValues(int r, int c) {
        return new Computation("singularValues [%d, %d]".formatted(r, c), TOLERANCE, bench -> {
            int k = Math.min(r, c);
            Tensor u = bench.output(Precision.F64, r, k);
            Tensor vt = bench.output(Precision.F64, k, c);
            double[] values = bench.backend().singularValues(bench.f64(Host.random(r, r, c)), u, vt);
            double[][] left = Host.transposed(Workbench.values(u));
            double[][] right = Workbench.values(vt);
            for (int i = 0; i < k; i++) {
                double sign = sign(right[i]);
                scale(sign, left[i]);
                scale(sign, right[i]);
            }
            return stacked(new double[][] {requireNonNull(values)}, left, right);
        });
    }

    private static Computation symmetricEigen(int size) {
        return new Computation("symmetricEigen [%d]".formatted(size), TOLERANCE, bench -> {
            Tensor a = bench.f64(Host.upperOnly(Host.covariance(size, size, 0)));
            double[] values = bench.backend().symmetricEigen(a);
            double[][] vectors = Host.transposed(Workbench.values(a));
            for (double[] vector : vectors) {
                scale(sign(vector), vector);
            }
            return stacked(new double[][] {requireNonNull(values)}, vectors);
        });
    }

    private static Computation qr(int r, int c) {
        return new Computation("qr [%d, %d]".formatted(r, c), TOLERANCE, bench -> {
            Tensor a = bench.f64(Host.random(r, r, c));
            Tensor triangle = bench.output(Precision.F64, c, c);
            bench.backend().qr(a, triangle);
            double[][] q = Host.transposed(Workbench.values(a));
            double[][] upper = Workbench.values(triangle);
            for (int i = 0; i < c; i++) {
                double sign = sign(q[i]);
                scale(sign, q[i]);
                scale(sign, upper[i]);
            }
            return stacked(q, upper);
        });
    }

    private static Computation cholesky(int size) {
        return new Computation("cholesky [%d]".formatted(size), TOLERANCE, bench -> {
            Tensor a = bench.f64(Host.upperOnly(Host.covariance(size, size, 0.1)));
            double positive = bench.backend().cholesky(a) ? 1 : 0;
            return stacked(new double[][] {{positive}}, Workbench.values(a));
        });
    }

    private static Computation solveRight(int rows, int size) {
        return new Computation("solveRight [%d, %d]".formatted(rows, size), TOLERANCE, bench -> {
            double[][] u = Host.random(size, size, size);
            for (int i = 0; i < size; i++) {
                Arrays.fill(u[i], 0, i, 0);
                u[i][i] = size + Math.abs(u[i][i]); // so that the solution is of moderate size
            }
            Tensor b = bench.f64(Host.random(rows, rows, size));
            bench.backend().solveRight(bench.f64(u), b);
            return Workbench.values(b);
        });
    }

    private static Computation determinantSign(int size) {
        return new Computation("determinantSign [%d]".formatted(size), 0, bench -> {
            double[][] signs = new double[1][6];
            for (int seed = 0; seed < signs[0].length; seed++) {
                signs[0][seed] = bench.backend().determinantSign(bench.f64(Host.random(seed, size, size)));
            }
            return signs;
        });
    }

    private static double sign(double[] vector) {
        double largest = 0;
        for (double x : vector) {
            largest = Math.abs(x) > Math.abs(largest) ? x : largest;
        }
        return Math.signum(largest);
    }

    private static void scale(double factor, double[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static double[][] stacked(double[][]... parts) {
        return Stream.of(parts).flatMap(Stream::of).toArray(double[][]::new);
    }
}
