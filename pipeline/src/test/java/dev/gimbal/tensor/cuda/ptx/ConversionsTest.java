package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversions against decimal arithmetic, and the halves against the nearest of all that there are. */
class ConversionsTest {
    private static final int N = 600;

    private static float[] floats(int seed, int spread) {
        Random random = new Random(seed);
        float[] values = new float[N];
        for (int i = 0; i < N; i++)
            values[i] = Math.scalb((float) random.nextGaussian(), random.nextInt(2 * spread) - spread);
        float[] special = {
            0.0f,
            -0.0f,
            0.5f,
            1.5f,
            -2.5f,
            65504,
            65519,
            65520,
            1e30f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            0x1p-24f,
            0x1p-25f,
            0x1.8p-25f,
            Float.MAX_VALUE,
            2147483520f,
            0x1p31f
        };
        System.arraycopy(special, 0, values, 0, special.length);
        return values;
    }

    /** The value of 16 bits by what their fields mean, in plain decimal arithmetic. */
    private static double value(int bits, int fractionBits) {
        int bias = (1 << (14 - fractionBits)) - 1;
        int exponent = (bits & 0x7FFF) >> fractionBits;
        int fraction = bits & ((1 << fractionBits) - 1);
        double magnitude = exponent == 0
                ? fraction * Math.pow(2, 1 - bias - fractionBits)
                : (fraction + Math.pow(2, fractionBits)) * Math.pow(2, exponent - bias - fractionBits);
        return bits < 0x8000 ? magnitude : -magnitude;
    }

    /** Nearest, of two as near the even one; past the largest as though the format went on. */
    private static void assertNearest(float x, int bits, int fractionBits) {
        int sign = bits & 0x8000;
        int magnitude = bits & 0x7FFF;
        assertEquals(Float.floatToRawIntBits(x) < 0, sign != 0);
        BigDecimal exact = new BigDecimal(Math.abs((double) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, x))));
        if (Float.isInfinite(x)) exact = exact.multiply(BigDecimal.TEN);
        BigDecimal error =
                exact.subtract(new BigDecimal(value(magnitude, fractionBits))).abs();
        boolean infinite = magnitude == 0x7FFF >> fractionBits << fractionBits;
        for (int other : new int[] {magnitude - 1, magnitude + 1}) {
            if (other < 0 || (infinite && other > magnitude)) continue;
            int better = exact.subtract(new BigDecimal(value(other, fractionBits)))
                    .abs()
                    .compareTo(error);
            assertTrue(better > 0 || (better == 0 && magnitude % 2 == 0), x + " as " + Integer.toHexString(bits));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void halvesAreTheNearestEvenOnes(String architecture) {
        Card card = Card.of("conversions", architecture);
        float[] x = floats(1, 30);
        long halves = card.up(new short[N]);
        long bfloats = card.up(new short[N]);
        card.launch("to_halves", Card.blocks(N, 64), 64, card.up(x), halves, bfloats, N);
        for (int i = 0; i < N; i++) {
            assertNearest(x[i], card.shorts(halves, N)[i] & 0xFFFF, 10);
            assertNearest(x[i], card.shorts(bfloats, N)[i] & 0xFFFF, 7);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void allHalvesBecomeTheFloatThatTheyMean(String architecture) {
        Card card = Card.of("conversions", architecture);
        int n = 1 << 16;
        short[] x = new short[n];
        for (int i = 0; i < n; i++) x[i] = (short) i;
        long ofHalf = card.up(new float[n]);
        long ofBfloat = card.up(new float[n]);
        card.launch("of_halves", n / 256, 256, card.up(x), ofHalf, ofBfloat, n);
        float[] half = card.floats(ofHalf, n);
        float[] bfloat = card.floats(ofBfloat, n);
        for (int i = 0; i < n; i++) {
            if ((i & 0x7C00) != 0x7C00) assertEquals((float) value(i, 10), half[i]);
            else if ((i & 0x3FF) != 0) assertTrue(Float.isNaN(half[i]));
            else assertEquals(i < 0x8000 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY, half[i]);
            if ((i & 0x7F80) != 0x7F80) assertEquals((float) value(i, 7), bfloat[i]);
        }
    }

    @Test
    void theInstructionsForBfloatsAgreeWithTheNearest() {
        Card card = Card.of("conversions", "compute_90");
        float[] x = floats(2, 120);
        long out = card.up(new short[N]);
        long back = card.up(new float[N]);
        long pairs = card.up(new int[2 * N]);
        card.launch("bfloats_by_instruction", Card.blocks(N, 64), 64, card.up(x), out, back, pairs, N);
        for (int i = 0; i < N; i++) {
            int bits = card.shorts(out, N)[i] & 0xFFFF;
            assertNearest(x[i], bits, 7);
            assertEquals(Float.intBitsToFloat(bits << 16), card.floats(back, N)[i]);
            int pair = card.ints(pairs, 2 * N)[2 * i];
            int halves = card.ints(pairs, 2 * N)[2 * i + 1];
            assertEquals(bits, pair >>> 16);
            assertEquals(bits ^ 0x8000, pair & 0xFFFF);
            assertNearest(x[i], halves >>> 16, 10);
            assertEquals(halves >>> 16 ^ 0x8000, halves & 0xFFFF);
        }
    }

    private static BigInteger rounded(double x, RoundingMode mode, int bits, boolean signed) {
        BigInteger low = signed ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger high = low.add(BigInteger.ONE.shiftLeft(bits)).subtract(BigInteger.ONE);
        if (Double.isInfinite(x)) return x < 0 ? low : high;
        return new BigDecimal(x).setScale(0, mode).toBigInteger().max(low).min(high);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void floatsBecomeIntegersRoundedAsAskedWithinTheirRange(String architecture) {
        Card card = Card.of("conversions", architecture);
        float[] x = floats(3, 70);
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = x[i] * (1 + 1e-9);
        y[20] = 2147483647.5;
        y[21] = 0x1p63;
        long intsAt = card.up(new int[8 * N]);
        long longsAt = card.up(new long[8 * N]);
        card.launch("floats_to_integers", Card.blocks(N, 64), 64, card.up(x), card.up(y), intsAt, longsAt, N);
        int[] ints = card.ints(intsAt, 8 * N);
        long[] longs = card.longs(longsAt, 8 * N);
        RoundingMode[] modes = {RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.FLOOR, RoundingMode.CEILING};
        for (int i = 0; i < N; i++) {
            for (int mode = 0; mode < 4; mode++) {
                assertEquals(rounded(x[i], modes[mode], 32, true).intValue(), ints[mode * N + i]);
                assertEquals(rounded(y[i], modes[mode], 64, true).longValue(), longs[(mode + 2) * N + i]);
            }
            assertEquals(rounded(x[i], modes[0], 32, false).intValue(), ints[4 * N + i]);
            assertEquals(rounded(x[i], modes[1], 32, false).intValue(), ints[5 * N + i]);
            assertEquals(rounded(y[i], modes[0], 32, true).intValue(), ints[6 * N + i]);
            assertEquals(rounded(y[i], modes[1], 32, false).intValue(), ints[7 * N + i]);
            assertEquals(rounded(x[i], modes[0], 64, true).longValue(), longs[i]);
            assertEquals(rounded(x[i], modes[1], 64, false).longValue(), longs[N + i]);
            assertEquals(rounded(y[i], modes[0], 64, false).longValue(), longs[6 * N + i]);
            assertEquals(rounded(y[i], modes[3], 64, false).longValue(), longs[7 * N + i]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void notANumberBecomesZeroOrTheTopBit(String architecture) {
        Card card = Card.of("conversions", architecture);
        long ints = card.up(new int[8]);
        long longs = card.up(new long[8]);
        card.launch("floats_to_integers", 1, 32, card.up(Float.NaN), card.up(Double.NaN), ints, longs, 1);
        for (int row = 0; row < 6; row++) assertEquals(0, card.ints(ints, 8)[row]);
        for (int row = 6; row < 8; row++) assertEquals(Integer.MIN_VALUE, card.ints(ints, 8)[row]);
        for (long value : card.longs(longs, 8)) assertEquals(Long.MIN_VALUE, value);
    }

    /** Whether a rounded number is what the direction asks: HALF_EVEN here only asks for nearest. */
    private static void assertRounded(BigDecimal exact, float result, RoundingMode mode) {
        if (Float.isInfinite(result)) {
            boolean outwards = mode == (result > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
            assertTrue(outwards || mode == RoundingMode.HALF_EVEN);
            assertTrue(exact.abs().compareTo(new BigDecimal(Float.MAX_VALUE)) > 0);
            return;
        }
        int side = new BigDecimal(result).compareTo(exact);
        if (side == 0) return;
        if (mode == RoundingMode.FLOOR) assertTrue(side < 0);
        if (mode == RoundingMode.CEILING) assertTrue(side > 0);
        if (mode == RoundingMode.DOWN) assertEquals(-exact.signum(), side);
        float other = side < 0 ? Math.nextUp(result) : Math.nextDown(result);
        if (Float.isInfinite(other)) {
            // To nearest, what is at least half a step past the largest number is infinite.
            double end = (double) Float.MAX_VALUE + Math.ulp(Float.MAX_VALUE) / 2;
            assertTrue(mode != RoundingMode.HALF_EVEN || exact.abs().compareTo(new BigDecimal(end)) < 0);
            return;
        }
        BigDecimal neighbour = new BigDecimal(other);
        assertEquals(-side, neighbour.compareTo(exact), "between " + result + " and " + other);
        if (mode == RoundingMode.HALF_EVEN) {
            BigDecimal error = new BigDecimal(result).subtract(exact).abs();
            assertTrue(neighbour.subtract(exact).abs().compareTo(error) >= 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void integersAndDoublesBecomeFloatsRoundedAsAsked(String architecture) {
        Card card = Card.of("conversions", architecture);
        Random random = new Random(4);
        long[] x = random.longs(N).toArray();
        for (int i = 0; i < N; i++) x[i] >>= random.nextInt(60);
        double[] y = new double[N];
        for (int i = 0; i < N; i++) y[i] = Math.scalb(random.nextGaussian(), random.nextInt(300) - 160);
        long floatsAt = card.up(new float[10 * N]);
        long doublesAt = card.up(new double[2 * N]);
        card.launch("integers_to_floats", Card.blocks(N, 64), 64, card.up(x), card.up(y), floatsAt, doublesAt, N);
        float[] floats = card.floats(floatsAt, 10 * N);
        double[] doubles = card.doubles(doublesAt, 2 * N);
        for (int i = 0; i < N; i++) {
            BigDecimal integer = new BigDecimal((int) x[i]);
            BigDecimal unsigned = BigDecimal.valueOf(x[i] & 0xFFFFFFFFL);
            BigDecimal wide = new BigDecimal(Long.toUnsignedString(x[i]));
            assertRounded(integer, floats[i], RoundingMode.HALF_EVEN);
            assertRounded(integer, floats[N + i], RoundingMode.DOWN);
            assertRounded(unsigned, floats[2 * N + i], RoundingMode.FLOOR);
            assertRounded(unsigned, floats[3 * N + i], RoundingMode.CEILING);
            assertRounded(BigDecimal.valueOf(x[i]), floats[4 * N + i], RoundingMode.HALF_EVEN);
            assertRounded(wide, floats[5 * N + i], RoundingMode.DOWN);
            assertRounded(new BigDecimal(y[i]), floats[6 * N + i], RoundingMode.HALF_EVEN);
            assertRounded(new BigDecimal(y[i]), floats[7 * N + i], RoundingMode.DOWN);
            assertRounded(new BigDecimal(y[i]), floats[8 * N + i], RoundingMode.FLOOR);
            assertRounded(new BigDecimal(y[i]), floats[9 * N + i], RoundingMode.CEILING);
            assertEquals((double) x[i], doubles[i]);
            assertTrue(new BigDecimal(doubles[N + i]).compareTo(wide) <= 0);
            assertTrue(new BigDecimal(Math.nextUp(doubles[N + i])).compareTo(wide) > 0);
        }
    }
}
