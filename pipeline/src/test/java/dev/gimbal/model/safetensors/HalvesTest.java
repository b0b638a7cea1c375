package dev.gimbal.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HalvesTest {
    /** IEEE 754, clause 3.4, in doubles, which hold every such number and every halfway point exactly. */
    private static double value(int bits, int exponentBits, int fractionBits) {
        int bias = (1 << (exponentBits - 1)) - 1;
        int exponent = bits >>> fractionBits & ((1 << exponentBits) - 1);
        double fraction = (bits & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
        double magnitude;
        if (exponent == (1 << exponentBits) - 1) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb(fraction, 1 - bias);
        } else {
            magnitude = Math.scalb(1 + fraction, exponent - bias);
        }
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void everyF16IsReadAsTheNumberThatTheStandardDefines() {
        float[] read = new float[1];
        for (int bits = 0; bits < 1 << 16; bits++) {
            boolean finite = Halves.fromF16(new short[] {(short) bits}, 1, read, 0);
            assertEquals((float) value(bits, 5, 10), read[0]);
            assertEquals(Float.isFinite(read[0]), finite);
        }
    }

    @Test
    void everyBf16IsReadAsTheNumberThatTheStandardDefines() {
        float[] read = new float[1];
        for (int bits = 0; bits < 1 << 16; bits++) {
            boolean finite = Halves.fromBf16(new short[] {(short) bits}, 1, read, 0);
            assertEquals((float) value(bits, 8, 7), read[0]);
            assertEquals(Float.isFinite(read[0]), finite);
        }
    }

    @Test
    void everyFloatRoundsToTheNearestF16AndToTheEvenOneOfTwo() {
        NavigableMap<Double, Integer> all = magnitudes(5, 10);
        new SplittableRandom(1).ints(100_000).forEach(bits -> check(Float.intBitsToFloat(bits), all, 16));
        // Random bits are seldom in range: these are, with ties and near ties among them.
        new SplittableRandom(2)
                .ints(100_000, 0x3300_0000 >>> 11, 0x4780_0000 >>> 11)
                .forEach(top -> {
                    for (int last = -1; last <= 1; last++) {
                        check(Float.intBitsToFloat((top << 11) + last), all, 16);
                        check(-Float.intBitsToFloat((top << 11) + last), all, 16);
                    }
                });
    }

    @Test
    void everyFloatRoundsToTheNearestBf16AndToTheEvenOneOfTwo() {
        NavigableMap<Double, Integer> all = magnitudes(8, 7);
        new SplittableRandom(3).ints(100_000).forEach(bits -> check(Float.intBitsToFloat(bits), all, 17));
        for (int top = 0; top < 1 << 16; top++) {
            for (int last : new int[] {0, 0x7fff, 0x8000, 0x8001, 0xffff}) {
                check(Float.intBitsToFloat(top << 16 | last), all, 17);
            }
        }
    }

    @Test
    void notANumberStaysOneWhateverItsBits() {
        for (int bits : new int[] {0x7f80_0001, 0x7fff_ffff, 0xff80_0001, 0x7fc0_0000}) {
            assertTrue((Halves.toF16(Float.intBitsToFloat(bits)) & 0x7fff) > 0x7c00);
            assertTrue((Halves.toBf16(Float.intBitsToFloat(bits)) & 0x7fff) > 0x7f80);
        }
    }

    @Test
    void oneInfinityAmongManyFloatsIsNoticedWhereverItIs() {
        for (int at = 0; at < 40; at++) {
            float[] values = new float[40];
            assertTrue(Halves.finite(values, 3, 30));
            values[at] = at % 2 == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
            assertEquals(at < 3 || at >= 33, Halves.finite(values, 3, 30));
        }
        assertFalse(Halves.finite(new float[] {Float.POSITIVE_INFINITY}, 0, 1));
    }

    private static NavigableMap<Double, Integer> magnitudes(int exponentBits, int fractionBits) {
        NavigableMap<Double, Integer> all = new TreeMap<>();
        int infinity = ((1 << exponentBits) - 1) << fractionBits;
        for (int bits = 0; bits < infinity; bits++) {
            all.put(value(bits, exponentBits, fractionBits), bits);
        }
        // Rounding treats infinity as the next number that the format would hold.
        double step = all.lastKey() - all.lowerKey(all.lastKey());
        all.put(all.lastKey() + step, infinity);
        return all;
    }

    private static void check(float x, NavigableMap<Double, Integer> all, int kind) {
        if (Float.isNaN(x)) {
            return;
        }
        double magnitude = Math.min(Math.abs((double) x), all.lastKey());
        var below = all.floorEntry(magnitude);
        var above = all.ceilingEntry(magnitude);
        double down = magnitude - below.getKey();
        double up = above.getKey() - magnitude;
        boolean takesBelow = down < up || (down == up && below.getValue() % 2 == 0);
        int expected = (takesBelow ? below : above).getValue() | (Float.floatToRawIntBits(x) >>> 16 & 0x8000);
        short actual = kind == 16 ? Halves.toF16(x) : Halves.toBf16(x);
        if (expected != (actual & 0xffff)) {
            assertEquals(Integer.toHexString(expected), Integer.toHexString(actual & 0xffff), () -> "of " + x);
        }
    }
}
