package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of products and moves that hold exactly. */
interface ProductsConformance {
    Backend backend();

    /** Products of small integers are exact in either precision, in any order. */
    @ParameterizedTest
    @EnumSource
    default void productsOfIntegersAreExact(Precision precision) {
        for (int seed = 0; seed < 8; seed++) {
            double[][] a = integers(seed, 3 + seed, 5);
            double[][] b = integers(seed + 100, 5, 1 + 3 * seed);
            double[][] c = integers(seed + 200, 3 + seed, 1 + 3 * seed);
            double[][] expected = Host.scaled(2, Host.product(a, b));
            for (int i = 0; i < c.length; i++) {
                for (int j = 0; j < c[0].length; j++) {
                    expected[i][j] -= 3 * c[i][j];
                }
            }
            for (int transposes = 0; transposes < 4; transposes++) {
                boolean ta = transposes % 2 == 1;
                boolean tb = transposes > 1;
                try (Workbench bench = new Workbench(backend(), true)) {
                    Tensor left = bench.tensor(precision, ta ? Host.transposed(a) : a);
                    Tensor right = bench.tensor(precision, tb ? Host.transposed(b) : b);
                    Tensor out = bench.tensor(precision, c);
                    backend().multiply(2, left, ta, right, tb, -3, out);
                    assertArrayEquals(expected, Workbench.values(out), "seed " + seed + ", transposes " + transposes);
                }
            }
        }
    }

    @Test
    default void gramMatricesOfIntegersAreExactAndOneTriangleSuffices() {
        for (int m : new int[] {1, 2, 5, 37, 400}) {
            double[][] x = integers(m, 6, m);
            double[][] g = Host.product(Host.transposed(x), x);
            try (Workbench bench = new Workbench(backend(), true)) {
                Tensor gram = bench.f32(Host.full(m, m, 0));
                Tensor rows = bench.f32(x);
                backend().addGram(rows.slice(0, 2), gram);
                backend().addGram(rows.slice(2, 6), gram);
                Tensor total = bench.f64(Host.full(m, m, 0));
                backend().addSymmetric(gram, total);
                backend().addSymmetric(gram, total);
                assertArrayEquals(Host.scaled(2, g), Workbench.values(total), "width " + m);
                bench.assertGuardsUntouched();
            }
        }
    }

    @Test
    default void columnSumsOfIntegersAreExactAndAddUpOverBatches() {
        double[][] x = integers(5, 130, 7);
        double[] sum = new double[7];
        double[] absoluteSum = new double[7];
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor rows = bench.f32(x);
            backend().addColumnSums(rows.slice(0, 129), sum, absoluteSum);
            backend().addColumnSums(rows.slice(129, 130), sum, absoluteSum);
        }
        for (int j = 0; j < 7; j++) {
            double expected = 0;
            double expectedAbsolute = 0;
            for (double[] row : x) {
                expected += row[j];
                expectedAbsolute += Math.abs(row[j]);
            }
            assertEquals(expected, sum[j]);
            assertEquals(expectedAbsolute, absoluteSum[j]);
        }
    }

    @Test
    default void columnSumsAreCarriedInDouble() {
        double[] sum = {1L << 40};
        double[] absoluteSum = {1L << 40};
        try (Workbench bench = new Workbench(backend(), false)) {
            backend().addColumnSums(bench.f32(new double[][] {{-1}, {-2}}), sum, absoluteSum);
        }
        assertEquals((1L << 40) - 3, sum[0]);
        assertEquals((1L << 40) + 3, absoluteSum[0]);
    }

    /** 5000 times 0.1 in single precision would be off by 2e-5 of the sum. */
    @Test
    default void columnSumsOfManyRowsLoseLittle() {
        double[] sum = new double[2];
        double[] absoluteSum = new double[2];
        try (Workbench bench = new Workbench(backend(), false)) {
            Tensor rows = bench.f32(Host.full(5000, 2, -0.1));
            backend().addColumnSums(rows, sum, absoluteSum);
        }
        double exact = 5000 * (double) 0.1f;
        for (int j = 0; j < 2; j++) {
            assertEquals(-exact, sum[j], 2e-6 * exact);
            assertEquals(exact, absoluteSum[j], 2e-6 * exact);
        }
    }

    @Test
    default void copyingToSingleRoundsToNearestAndBackLosesNothing() {
        double[][] values = {{1 + 0x1p-25, 1 + 0x1.8p-24, 1e300, -1e-300, 0.1, -0.0, Double.NaN}};
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor single = bench.output(Precision.F32, 1, 7);
            Tensor back = bench.output(Precision.F64, 1, 7);
            backend().copy(bench.f64(values), single);
            backend().copy(single, back);
            double[][] expected = {{1, 1 + 0x1p-23, Double.POSITIVE_INFINITY, -0.0, 0.1f, -0.0, Double.NaN}};
            assertArrayEquals(expected, Workbench.values(back));
        }
    }

    @Test
    default void addingSinglesToDoublesKeepsDoublePrecision() {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor sum = bench.f64(new double[][] {{1, 1e10}});
            backend().add(0x1p-40, bench.f32(new double[][] {{1, -1}}), sum);
            assertArrayEquals(new double[][] {{1 + 0x1p-40, 1e10 - 0x1p-40}}, Workbench.values(sum));
        }
    }

    @Test
    default void aTensorMayBeAddedToItself() {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor x = bench.f32(new double[][] {{1, 2}, {3, 4}});
            backend().add(2, x, x);
            assertArrayEquals(new double[][] {{3, 6}, {9, 12}}, Workbench.values(x));
        }
    }

    private static double[][] integers(long seed, int rows, int cols) {
        double[][] a = Host.random(seed, rows, cols);
        for (double[] row : a) {
            for (int j = 0; j < cols; j++) {
                row[j] = Math.rint(3 * row[j]);
            }
        }
        return a;
    }
}
