package dev.gimbal.tensor;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What singular values, eigenvalues and their vectors are by definition. */
interface SpectralConformance {
    /** Units of rounding per row of a matrix, relative to its largest singular value. */
    double PRECISION = 1e-14;

    Backend backend();

    @ParameterizedTest
    @MethodSource("dev.gimbal.tensor.MatrixCase#all")
    default void theSingularValueDecompositionMultipliesBackWithOrthonormalVectors(MatrixCase matrix) {
        double[][] a = matrix.rows();
        int k = Math.min(a.length, a[0].length);
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor original = bench.f64(a);
            Tensor u = bench.output(Precision.F64, a.length, k);
            Tensor vt = bench.output(Precision.F64, k, a[0].length);
            double[] s = requireNonNull(backend().singularValues(original, u, vt));
            bench.assertGuardsUntouched();
            assertArrayEquals(a, Workbench.values(original), matrix + ": a is kept");
            assertEquals(k, s.length);
            double[][] left = Workbench.values(u);
            double[][] right = Workbench.values(vt);
            double[][] product = Host.product(Host.product(left, Host.diagonal(s)), right);
            assertTrue(Host.distance(a, product) <= PRECISION * k * s[0], matrix + ": u s vt is a");
            assertOrthonormal(matrix, Host.transposed(left));
            assertOrthonormal(matrix, right);
            for (int i = 0; i < k; i++) {
                assertTrue(s[i] >= 0 && (i == 0 || s[i] <= s[i - 1]), matrix + ": descending, none negative");
            }
        }
    }

    @Test
    default void singularValuesAreThoseThatAMatrixWasMadeOf() {
        double[] expected = {1000, 10, 3, 2.5, 1e-3, 1e-9, 0};
        for (int seed = 0; seed < 5; seed++) {
            for (int[] shape : new int[][] {{7, 7}, {12, 7}, {7, 12}}) {
                try (Workbench bench = new Workbench(backend(), false)) {
                    Tensor a = bench.f64(Host.withSingularValues(seed, shape[0], shape[1], expected));
                    Tensor u = bench.output(Precision.F64, shape[0], 7);
                    Tensor vt = bench.output(Precision.F64, 7, shape[1]);
                    assertArrayEquals(expected, requireNonNull(backend().singularValues(a, u, vt)), 1e-11);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.gimbal.tensor.MatrixCase#symmetric")
    default void theEigenDecompositionMultipliesBackFromTheUpperTriangle(MatrixCase matrix) {
        double[][] a = matrix.rows();
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor tensor = bench.f64(Host.upperOnly(a));
            double[] w = requireNonNull(backend().symmetricEigen(tensor));
            bench.assertGuardsUntouched();
            assertEquals(a.length, w.length);
            double[][] v = Workbench.values(tensor);
            double[][] product = Host.product(Host.product(v, Host.diagonal(w)), Host.transposed(v));
            double largest = Math.max(Math.abs(w[0]), Math.abs(w[w.length - 1]));
            assertTrue(Host.distance(a, product) <= PRECISION * a.length * largest, matrix + ": v w v^T is a");
            assertOrthonormal(matrix, v);
            for (int i = 1; i < w.length; i++) {
                assertTrue(w[i] >= w[i - 1], matrix + ": ascending");
            }
        }
    }

    @Test
    default void eigenvaluesAreThoseThatAMatrixWasMadeOf() {
        double[] expected = {-50, -1, 0, 1e-6, 2, 2, 300};
        for (int seed = 0; seed < 5; seed++) {
            double[][] v = Host.orthogonal(seed, 7);
            double[][] a = Host.product(Host.product(v, Host.diagonal(expected)), Host.transposed(v));
            try (Workbench bench = new Workbench(backend(), false)) {
                double[] w = requireNonNull(backend().symmetricEigen(bench.f64(Host.upperOnly(a))));
                assertArrayEquals(expected, w, 1e-11);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    default void aMatrixThatIsNotFiniteHasNoSpectrum(double bad) {
        for (int place = 0; place < 9; place++) {
            double[][] a = Host.covariance(1, 9, 0);
            a[place / 3][place] = bad; // always in the upper triangle
            try (Workbench bench = new Workbench(backend(), false)) {
                Tensor u = bench.output(Precision.F64, 9, 9);
                Tensor vt = bench.output(Precision.F64, 9, 9);
                assertNull(backend().singularValues(bench.f64(a), u, vt));
                assertNull(backend().symmetricEigen(bench.f64(a)));
            }
        }
    }

    static void assertOrthonormal(MatrixCase matrix, double[][] rows) {
        double distance = Host.distance(Host.identity(rows.length), Host.product(rows, Host.transposed(rows)));
        assertTrue(distance <= PRECISION * rows[0].length, matrix + ": vectors are off orthonormal by " + distance);
    }
}
