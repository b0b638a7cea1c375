package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Add, multiply, fma, divide and square root in all four directions, held to what a direction means, exactly. */
class RoundingTest {
    /** Digits enough that no quotient or root of doubles falls on the wrong side of a neighbour. */
    private static final MathContext EXACT = new MathContext(120);

    private static final int N = 300;

    /** Spread over magnitudes, with near cancellations and products that need all their bits. */
    private static double[] numbers(int seed, int spread) {
        Random random = new Random(seed);
        double[] values = new double[N];
        for (int i = 0; i < N; i++)
            values[i] = Math.scalb(random.nextGaussian(), i % 3 == 0 ? 0 : random.nextInt(2 * spread) - spread);
        return values;
    }

    private static BigDecimal exact(int operation, double x, double y, double z) {
        BigDecimal a = new BigDecimal(x);
        BigDecimal b = new BigDecimal(y);
        return switch (operation) {
            case 0 -> a.add(b);
            case 1 -> a.multiply(b);
            case 2 -> a.multiply(b).add(new BigDecimal(z));
            case 3 -> a.divide(b, EXACT);
            default -> a.abs().sqrt(EXACT);
        };
    }

    /** Checks a rounded number between its neighbours below and above; directions rn, rz, rd, ru. */
    private static void check(
            int direction, BigDecimal exact, double below, double rounded, double above, String what) {
        BigDecimal result = new BigDecimal(rounded);
        boolean down = direction == 2 || (direction == 1 && exact.signum() > 0);
        boolean right;
        if (direction == 0) {
            BigDecimal error = result.subtract(exact).abs();
            right = error.compareTo(new BigDecimal(below).subtract(exact).abs()) <= 0
                    && error.compareTo(new BigDecimal(above).subtract(exact).abs()) <= 0;
        } else if (down) {
            right = result.compareTo(exact) <= 0 && new BigDecimal(above).compareTo(exact) > 0;
        } else {
            right = result.compareTo(exact) >= 0 && new BigDecimal(below).compareTo(exact) < 0;
        }
        assertTrue(right, what + " gave " + rounded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void floatsRoundAsTheirDirectionSays(String architecture) {
        Card card = Card.of("elementwise", architecture);
        float[] x = new float[N];
        float[] y = new float[N];
        float[] z = new float[N];
        for (int i = 0; i < N; i++) {
            x[i] = (float) numbers(1, 30)[i];
            y[i] = (float) numbers(2, 30)[i];
            z[i] = i % 4 == 0 ? -x[i] * y[i] : (float) numbers(3, 60)[i];
        }
        long out = card.up(new float[20 * N]);
        card.launch("directed", Card.blocks(N, 128), 128, card.up(x), card.up(y), card.up(z), out, N);
        float[] rows = card.floats(out, 20 * N);
        for (int row = 0; row < 20; row++) {
            for (int i = 0; i < N; i++) {
                float result = rows[row * N + i];
                BigDecimal exact = exact(row / 4, x[i], y[i], z[i]);
                String what = "operation " + row + " of " + x[i] + ", " + y[i] + ", " + z[i];
                check(row % 4, exact, Math.nextDown(result), result, Math.nextUp(result), what);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void doublesRoundAsTheirDirectionSays(String architecture) {
        Card card = Card.of("elementwise", architecture);
        double[] x = numbers(4, 100);
        double[] y = numbers(5, 100);
        double[] z = numbers(6, 200);
        for (int i = 0; i < N; i += 4) z[i] = -x[i] * y[i];
        long out = card.up(new double[20 * N]);
        card.launch("directed_double", Card.blocks(N, 128), 128, card.up(x), card.up(y), card.up(z), out, N);
        double[] rows = card.doubles(out, 20 * N);
        for (int row = 0; row < 20; row++) {
            for (int i = 0; i < N; i++) {
                double result = rows[row * N + i];
                BigDecimal exact = exact(row / 4, x[i], y[i], z[i]);
                String what = "operation " + row + " of " + x[i] + ", " + y[i] + ", " + z[i];
                check(row % 4, exact, Math.nextDown(result), result, Math.nextUp(result), what);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void endsOfTheRangeAndZerosFollowIeee754(String architecture) {
        Card card = Card.of("elementwise", architecture);
        float largest = Float.MAX_VALUE;
        float least = Float.MIN_VALUE;
        float[] x = {largest, -largest, least, 1, Float.POSITIVE_INFINITY, 0};
        float[] y = {largest, largest, least, -1, 0, 0};
        float[] z = {0, 0, 0, 1, 0, 0};
        long out = card.up(new float[20 * 6]);
        card.launch("directed", 1, 32, card.up(x), card.up(y), card.up(z), out, 6);
        float[] rows = card.floats(out, 20 * 6);
        float infinity = Float.POSITIVE_INFINITY;
        float nan = Float.NaN;
        expect(rows, 0, infinity, largest, largest, infinity); // largest + largest
        expect(rows, 4 * 6, infinity, largest, largest, infinity); // largest * largest
        expect(rows, 4 * 6 + 1, -infinity, -largest, -infinity, -largest);
        expect(rows, 4 * 6 + 2, 0.0f, 0.0f, 0.0f, least); // the least squared
        expect(rows, 3, 0.0f, 0.0f, -0.0f, 0.0f); // 1 + -1
        expect(rows, 8 * 6 + 3, 0.0f, 0.0f, -0.0f, 0.0f); // 1 * -1 + 1
        expect(rows, 4 * 6 + 4, nan, nan, nan, nan); // infinity * 0
        expect(rows, 12 * 6 + 5, nan, nan, nan, nan); // 0 / 0
    }

    private static void expect(float[] rows, int at, float... expected) {
        for (int direction = 0; direction < 4; direction++) assertEquals(expected[direction], rows[at + 6 * direction]);
    }
}
