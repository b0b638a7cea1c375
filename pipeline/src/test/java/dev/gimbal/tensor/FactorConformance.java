package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What QR, Cholesky, its solves and the determinant's sign are by definition. */
interface FactorConformance {
    Backend backend();

    @ParameterizedTest
    @MethodSource("dev.gimbal.tensor.MatrixCase#tall")
    default void qrMultipliesBackWithOrthonormalColumnsWhateverTheRank(MatrixCase matrix) {
        double[][] a = matrix.rows();
        int c = a[0].length;
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor q = bench.f64(a);
            Tensor triangle = bench.output(Precision.F64, c, c);
            backend().qr(q, triangle);
            bench.assertGuardsUntouched();
            double[][] r = Workbench.values(triangle);
            double[][] product = Host.product(Workbench.values(q), r);
            assertTrue(Host.distance(a, product) <= 1e-14 * a.length * Host.largest(a), matrix + ": q r is a");
            SpectralConformance.assertOrthonormal(matrix, Host.transposed(Workbench.values(q)));
            assertUpper(r);
        }
    }

    @Test
    default void choleskyMultipliesBackFromTheUpperTriangle() {
        for (int size : new int[] {1, 2, 3, 17, 60}) {
            for (double ridge : new double[] {1e-6, 1, 1e6}) {
                double[][] a = Host.covariance(size, size, ridge);
                try (Workbench bench = new Workbench(backend(), true)) {
                    Tensor factor = bench.f64(Host.upperOnly(a));
                    assertTrue(backend().cholesky(factor));
                    bench.assertGuardsUntouched();
                    double[][] u = Workbench.values(factor);
                    double[][] product = Host.product(Host.transposed(u), u);
                    assertTrue(Host.distance(a, product) <= 1e-14 * size * Host.largest(a), "u^T u is a");
                    assertUpper(u);
                }
            }
        }
    }

    @Test
    default void choleskyRefusesWhatIsNotPositiveDefinite() {
        double[][] hidden = Host.covariance(1, 12, 0.5);
        hidden[9][9] = -1e-3;
        double[][] deficient = {{1, 2}, {2, 4}};
        double[][] zeros = Host.full(5, 5, 0);
        for (double[][] a : new double[][][] {{{-1}}, {{0}}, {{1, 2}, {2, 1}}, deficient, zeros, hidden}) {
            try (Workbench bench = new Workbench(backend(), false)) {
                assertFalse(backend().cholesky(bench.f64(a)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    default void choleskyRefusesWhatIsNotFinite(double bad) {
        for (int place = 0; place < 9; place++) {
            double[][] a = Host.covariance(1, 9, 1);
            a[place / 2][place] = bad;
            try (Workbench bench = new Workbench(backend(), false)) {
                assertFalse(backend().cholesky(bench.f64(a)));
            }
        }
    }

    @Test
    default void solvingUndoesTheProduct() {
        for (int size : new int[] {1, 2, 9, 50}) {
            for (int rows : new int[] {1, 7, 140}) {
                double[][] a = Host.covariance(size, size, 0.5);
                double[][] x = Host.random(rows, rows, size);
                try (Workbench bench = new Workbench(backend(), true)) {
                    Tensor u = bench.f64(a);
                    Tensor b = bench.f64(Host.product(x, a));
                    assertTrue(backend().cholesky(u));
                    backend().solveRight(u, b);
                    bench.assertGuardsUntouched();
                    assertTrue(Host.distance(x, Workbench.values(b)) < 1e-11, size + " unknowns, " + rows + " rows");
                }
            }
        }
    }

    @Test
    default void theSignOfAPermutationIsThatOfItsCycles() {
        for (int seed = 0; seed < 30; seed++) {
            int size = 1 + seed % 9;
            int[] image = shuffled(seed, size);
            double[][] a = new double[size][size];
            for (int i = 0; i < size; i++) {
                a[i][image[i]] = 0.5 + i;
            }
            assertEquals((size - cycles(image)) % 2 == 0 ? 1 : -1, sign(a), "seed " + seed);
        }
    }

    @Test
    default void signsMultiplyAndMirrorsFlipThem() {
        for (int seed = 0; seed < 20; seed++) {
            double[][] a = Host.random(seed, 6, 6);
            double[][] b = Host.random(seed + 50, 6, 6);
            assertEquals(sign(a) * sign(b), sign(Host.product(a, b)));
            int size = 1 + seed % 8; // a product of so many mirrors
            assertEquals(size % 2 == 0 ? 1 : -1, sign(Host.orthogonal(seed, size)));
        }
    }

    @Test
    default void determinantsThatOverflowOrVanishHaveASign() {
        for (double size : new double[] {1e-200, 1e200}) {
            assertEquals(-1, sign(Host.diagonal(size, size, -size, size)));
            assertEquals(1, sign(Host.diagonal(-size, size, -size, size)));
        }
    }

    @Test
    default void singularMatricesHaveTheSignZero() {
        double[][] zeroRow = Host.random(1, 5, 5);
        zeroRow[3] = new double[5];
        for (double[][] a : new double[][][] {{{0}}, Host.full(4, 4, 0), zeroRow, Host.transposed(zeroRow)}) {
            assertEquals(0, sign(a));
        }
    }

    private int sign(double[][] a) {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor tensor = bench.f64(a);
            int sign = backend().determinantSign(tensor);
            assertArrayEquals(a, Workbench.values(tensor), "a is kept");
            return sign;
        }
    }

    private static int[] shuffled(int seed, int size) {
        Random random = new Random(seed);
        int[] image = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            image[i] = image[j];
            image[j] = i;
        }
        return image;
    }

    private static int cycles(int[] image) {
        boolean[] seen = new boolean[image.length];
        int cycles = 0;
        for (int start = 0; start < image.length; start++) {
            cycles += seen[start] ? 0 : 1;
            for (int i = start; !seen[i]; i = image[i]) {
                seen[i] = true;
            }
        }
        return cycles;
    }

    private static void assertUpper(double[][] u) {
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < i; j++) {
                assertEquals(0, Math.abs(u[i][j]), "zeros below the diagonal");
            }
        }
    }
}
