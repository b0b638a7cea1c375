package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on bits, against what they mean bit by bit. */
class BitsTest {
    private static final int N = 500;

    private static int bit(long value, int at) {
        return at < 0 || at > 63 ? 0 : (int) (value >>> at & 1);
    }

    private static long unsigned(int value) {
        return value & 0xFFFFFFFFL;
    }

    /** Bits {@code from} on, as many as {@code length}; above them zeros, or the top one of those that there are. */
    private static int field(int a, int from, int length, boolean signed) {
        int result = 0;
        int top = length == 0 ? 0 : bit(unsigned(a), Math.min(31, from + length - 1));
        for (int i = 0; i < 32; i++) {
            boolean inside = i < length && from + i < 32;
            result |= (inside ? bit(unsigned(a), from + i) : signed ? top : 0) << i;
        }
        return result;
    }

    private static int inserted(int a, int b, int from, int length) {
        int result = 0;
        for (int i = 0; i < 32; i++)
            result |= (i >= from && i < from + length ? bit(unsigned(a), i - from) : bit(unsigned(b), i)) << i;
        return result;
    }

    private static int chosenBytes(int a, int b, int selector) {
        byte[] bytes = BigInteger.valueOf(unsigned(b))
                .shiftLeft(32)
                .or(BigInteger.valueOf(unsigned(a)))
                .toByteArray();
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int at = bytes.length - 1 - (selector >> (4 * i) & 7);
            result |= (at < 0 ? 0 : bytes[at] & 0xFF) << (8 * i);
        }
        return result;
    }

    private static int expected(int row, int a, int b) {
        int s = b & 63;
        int from = b & 31;
        int length = b >> 8 & 31;
        long both = unsigned(b) << 32 | unsigned(a);
        return switch (row) {
            case 0 -> Integer.bitCount(a);
            case 1 -> Integer.numberOfLeadingZeros(a);
            case 2 -> Integer.reverse(a);
            case 3 -> a == 0 ? 0 : Integer.numberOfTrailingZeros(a) + 1;
            case 4 -> chosenBytes(a, b, b & 0x7777);
            case 5 -> (int) (both << (s & 31) >>> 32);
            case 6 -> (int) (both >>> (s & 31));
            case 7 -> (int) ((unsigned(a) * unsigned(b)) >>> 32);
            case 8 -> (int) (((long) a * b) >> 32);
            case 9 -> field(a, from, length, false);
            case 10 -> field(a, from, length, true);
            case 11 -> inserted(a, b, from, length);
            case 12 -> s > 31 ? 0 : a << s;
            case 13 -> a >> Math.min(s, 31);
            case 14 -> s > 31 ? 0 : a >>> s;
            case 15 -> a ^ b ^ s;
            case 16 -> (int) (s + Math.abs((long) a - b));
            case 17 -> a + (unsigned(a) + unsigned(b) > 0xFFFFFFFFL ? 1 : 0);
            case 18 -> (int) ((unsigned(a) * unsigned(b)) >>> 32) + s;
            default -> (short) a + (b & 0xFF) + (byte) (a >>> 8);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void everyOperationGivesTheBitsThatItMeans(String architecture) {
        Card card = Card.of("conversions", architecture);
        int[] x = new Random(1).ints(N).toArray();
        int[] y = new Random(2).ints(N).toArray();
        x[0] = 0;
        x[1] = -1;
        x[2] = Integer.MIN_VALUE;
        y[0] = 0;
        y[1] = 32;
        y[2] = -1;
        for (int i = 10; i < 42; i++) x[i] = 1 << (i - 10);
        long out = card.up(new int[20 * N]);
        card.launch("bits", Card.blocks(N, 64), 64, card.up(x), card.up(y), out, N);
        int[] rows = card.ints(out, 20 * N);
        for (int row = 0; row < 20; row++) {
            for (int i = 0; i < N; i++)
                assertEquals(expected(row, x[i], y[i]), rows[row * N + i], "row " + row + " of " + x[i] + ", " + y[i]);
        }
    }
}
