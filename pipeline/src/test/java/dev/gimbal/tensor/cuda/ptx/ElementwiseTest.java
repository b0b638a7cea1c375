package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Element-wise kernels against Java's arithmetic, and the functions against Java's in double precision. */
class ElementwiseTest {
    private static final int[] SIZES = {1, 31, 32, 100, 257};

    private static float[] floats(Random random, int n, float scale) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = scale * (float) random.nextGaussian();
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void axpyRoundsOnce(String architecture) {
        Card card = Card.of("elementwise", architecture);
        for (int n : SIZES) {
            Random random = new Random(n);
            float[] x = floats(random, n, 1);
            float[] y = floats(random, n, 1);
            double[] wide = random.doubles(n).toArray();
            long to = card.up(y);
            long wideTo = card.up(wide);
            card.launch("axpy", Card.blocks(n, 64), 64, card.up(x), to, 0.7f, n);
            card.launch("axpy_double", 2, 24, card.up(wide), wideTo, -1.7, (long) n);
            float[] expected = y.clone();
            for (int i = 0; i < n; i++) expected[i] = Math.fma(0.7f, x[i], y[i]);
            assertArrayEquals(expected, card.floats(to, n));
            double[] expectedWide = IntStream.range(0, n)
                    .mapToDouble(i -> Math.fma(-1.7, wide[i], wide[i]))
                    .toArray();
            assertArrayEquals(expectedWide, card.doubles(wideTo, n));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void vectorsAreLoadedAndStoredWhole(String architecture) {
        Card card = Card.of("elementwise", architecture);
        float[] x = floats(new Random(1), 40, 1);
        double[] wide = new Random(2).doubles(40).toArray();
        long y = card.up(new float[40]);
        long wideY = card.up(new double[40]);
        card.launch("scale_by_fours", 1, 32, card.up(x), y, 3.0f, 10);
        card.launch("scale_by_pairs", 1, 32, card.up(wide), wideY, 3.0, 20);
        float[] expected = x.clone();
        for (int i = 0; i < 40; i++) expected[i] *= 3.0f;
        assertArrayEquals(expected, card.floats(y, 40));
        assertArrayEquals(IntStream.range(0, 40).mapToDouble(i -> 3.0 * wide[i]).toArray(), card.doubles(wideY, 40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void swigluIsTheGateTimesItsSigmoidTimesTheOther(String architecture) {
        Card card = Card.of("elementwise", architecture);
        for (int n : SIZES) {
            float[] gate = floats(new Random(n), n, 4);
            float[] up = floats(new Random(n + 1), n, 4);
            long out = card.up(new float[n]);
            card.launch("swiglu", Card.blocks(n, 128), 128, card.up(gate), card.up(up), out, n);
            float[] result = card.floats(out, n);
            for (int i = 0; i < n; i++) {
                double expected = gate[i] / (1 + Math.exp(-(double) gate[i])) * up[i];
                assertEquals(expected, result[i], 1e-6 * Math.abs(expected));
            }
        }
    }

    /** Error bounds are those of the CUDA programming guide's tables, or wider. */
    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void functionsOfFloatsAreWithinTheirBounds(String architecture) {
        Card card = Card.of("elementwise", architecture);
        int n = 400;
        float[] x = floats(new Random(7), n, 3);
        x[0] = 0.0f;
        x[1] = 100000.5f; // sine and cosine reduce it by the long way
        x[2] = -123456.7f;
        long out = card.up(new float[24 * n]);
        card.launch("functions", Card.blocks(n, 96), 96, card.up(x), out, n);
        float[] rows = card.floats(out, 24 * n);
        check(x, rows, 0, 2, 0, Math::exp);
        check(x, rows, 1, 40, 0, v -> Math.abs(v) < 60 ? Math.exp(v) : Double.NaN);
        check(x, rows, 2, 1, 0, v -> Math.log(Math.abs(v)));
        check(x, rows, 3, 2, 1e-6, v -> Math.log(Math.abs(v)));
        check(x, rows, 4, 0.5, 0, v -> Math.sqrt(Math.abs(v)));
        check(x, rows, 5, 2, 0, v -> 1 / Math.sqrt(Math.abs(v)));
        check(x, rows, 6, 0.5, 0, v -> 1 / v);
        check(x, rows, 7, 2, 0, v -> v / 3);
        check(x, rows, 8, 2, 0, Math::tanh);
        check(x, rows, 9, 2, 0, Math::sin);
        check(x, rows, 10, 2, 0, Math::cos);
        check(x, rows, 11, 0, 0, Math::floor);
        check(x, rows, 12, 0, 0, Math::rint);
        check(x, rows, 13, 0, 0, v -> Math.min(v, 0.5));
        check(x, rows, 14, 0, 0, v -> Math.max(v, -0.5));
        check(x, rows, 15, 8, 0, v -> Math.pow(Math.abs(v), 1.75));
        check(x, rows, 16, 2, 0, v -> Math.pow(2, v));
        check(x, rows, 17, 1, 0, v -> Math.log1p(Math.abs(v)));
        check(x, rows, 18, 1, 0, Math::expm1);
        check(x, rows, 20, 1, 1e-6, v -> Math.abs(v) < 100 ? Math.sin(v) : Double.NaN);
        check(x, rows, 21, 1, 1e-6, v -> Math.abs(v) < 100 ? Math.cos(v) : Double.NaN);
        check(x, rows, 22, 0, 0, v -> v % 0.75);
        check(x, rows, 23, 1, 0, Math::cbrt);
        for (int i = 0; i < n; i++) assertEquals(errorFunction(x[i]), rows[19 * n + i], 2e-7);
    }

    /** Within so many units in a float's last place, or absolutely; NaN expects nothing. */
    private static void check(
            float[] x, float[] rows, int row, double ulps, double absolute, DoubleUnaryOperator function) {
        for (int i = 0; i < x.length; i++) {
            double expected = function.applyAsDouble(x[i]);
            float result = rows[row * x.length + i];
            if (Double.isNaN(expected) || expected == result || (float) expected == result) continue;
            double allowed = Math.max(absolute, ulps * Math.ulp((float) expected));
            assertEquals(expected, result, allowed, "row " + row + " of " + x[i]);
        }
    }

    /** By its power series, which is enough for |x| < 4; beyond it is 1 to a float. */
    private static double errorFunction(double x) {
        if (Math.abs(x) > 4) return Math.signum(x);
        double term = x;
        double sum = x;
        for (int k = 1; k < 120; k++) {
            term *= -x * x / k;
            sum += term / (2 * k + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void functionsOfDoublesAreWithinTwoUnitsOfTheLastPlace(String architecture) {
        Card card = Card.of("elementwise", architecture);
        int n = 300;
        double[] x = new Random(3).doubles(n, -8, 8).toArray();
        x[0] = 0.0;
        x[1] = 1e9; // sine and cosine reduce it by the long way
        x[2] = -700;
        x[3] = 700;
        x[4] = Double.NaN;
        long out = card.up(new double[13 * n]);
        card.launch("functions_double", Card.blocks(n, 64), 64, card.up(x), out, n);
        double[] rows = card.doubles(out, 13 * n);
        DoubleUnaryOperator[] functions = {
            Math::exp,
            v -> Math.log(Math.abs(v)),
            v -> Math.sqrt(Math.abs(v)),
            v -> 1 / Math.sqrt(Math.abs(v)),
            v -> 1 / v,
            Math::tanh,
            Math::sin,
            Math::cos,
            Math::floor,
            v -> Double.isNaN(v) ? 0.5 : Math.min(v, 0.5),
            v -> Double.isNaN(v) ? -0.5 : Math.max(v, -0.5),
            v -> Math.pow(Math.abs(v), 1.75),
            v -> Math.hypot(v, 2)
        };
        for (int row = 0; row < functions.length; row++) {
            for (int i = 0; i < n; i++) {
                double expected = functions[row].applyAsDouble(x[i]);
                double result = rows[row * n + i];
                boolean near = Math.abs(expected - result) <= 2.5 * Math.ulp(expected);
                assertTrue(
                        near || Double.compare(expected, result) == 0,
                        "row " + row + " of " + x[i] + ": " + result + " for " + expected);
            }
        }
    }
}
