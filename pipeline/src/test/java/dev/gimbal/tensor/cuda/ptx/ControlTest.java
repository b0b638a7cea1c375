package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches, loops of different lengths, calls and indices, against the same computation in Java. */
class ControlTest {
    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void everyThreadLoopsAsOftenAsItsNumberNeeds(String architecture) {
        Card card = Card.of("control", architecture);
        int n = 100;
        long[] x = new Random(1).longs(n, 1, 1L << 40).toArray();
        long steps = card.up(new int[n]);
        card.launch("collatz", 2, 64, card.up(x), steps, n);
        int[] expected = Arrays.stream(x)
                .mapToInt(start -> {
                    int count = 0;
                    for (long v = start; v != 1; v = v % 2 == 0 ? v / 2 : 3 * v + 1) count++;
                    return count;
                })
                .toArray();
        assertArrayEquals(expected, card.ints(steps, n));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void threadsMeetAtABarrierAfterLoopsOfDifferentLength(String architecture) {
        Card card = Card.of("control", architecture);
        for (int threads : new int[] {1, 40, 256}) {
            int[] x = new Random(threads).ints(threads, 0, 1000).toArray();
            long out = card.up(new int[2 * threads]);
            card.launch("triangle", 2, threads, card.up(x), out);
            int[] result = card.ints(out, 2 * threads);
            for (int t = 0; t < 2 * threads; t++) {
                int mirror = threads - 1 - t % threads;
                int expected =
                        Arrays.stream(x, 0, mirror + 1).filter(v -> v % 3 != 0).sum();
                assertEquals(expected, result[t]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void threadsThatHaveEndedAreNotWaitedFor(String architecture) {
        Card card = Card.of("control", architecture);
        for (int threads : new int[] {1, 32, 45, 100}) {
            int[] x = new Random(threads).ints(100).toArray();
            long out = card.up(new int[100]);
            card.launch("early_leavers", 1, 100, card.up(x), out, threads);
            int[] expected = IntStream.range(0, 100)
                    .map(t -> t < threads ? x[threads - 1 - t] : 0)
                    .toArray();
            assertArrayEquals(expected, card.ints(out, 100));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void functionsGetAndGiveNumbersPointersAndStructuresAndCallThemselves(String architecture) {
        Card card = Card.of("control", architecture);
        int n = 70;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = (i * 37 % 41 - 20) / 8.0f;
        long values = card.up(new float[n]);
        long sums = card.up(new double[n]);
        long counts = card.up(new int[n]);
        long recursive = card.up(new int[n]);
        card.launch("calls", 2, 48, card.up(x), values, sums, counts, recursive, n);
        double sum = 0.5;
        int count = 7;
        for (int i = 0; i < n; i++) {
            float[] coefficients = {1.0f, -0.5f, x[i], 0.25f, 2.0f};
            float value = coefficients[i % 5];
            for (int j = i % 5 - 1; j >= 0; j--) value = Math.fma(value, x[i], coefficients[j]);
            sum += Math.max(0, x[i]);
            count += x[i] > 0 ? 1 : 0;
            assertEquals(value, card.floats(values, n)[i]);
            assertEquals(sum, card.doubles(sums, n)[i]);
            assertEquals(count, card.ints(counts, n)[i]);
            assertEquals(ackermann(i % 3, i % 4), card.ints(recursive, n)[i]);
        }
    }

    private static int ackermann(int m, int n) {
        if (m == 0) return n + 1;
        return ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void arraysOfAThreadAreItsOwn(String architecture) {
        Card card = Card.of("control", architecture);
        int threads = 40;
        int[] x = new Random(2).ints(16L * threads).toArray();
        long out = card.up(new int[x.length]);
        card.launch("sort_local", 2, threads / 2, card.up(x), out);
        int[] expected = x.clone();
        for (int t = 0; t < threads; t++) Arrays.sort(expected, 16 * t, 16 * t + 16);
        assertArrayEquals(expected, card.ints(out, x.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void everyCaseOfASwitchIsReached(String architecture) {
        Card card = Card.of("control", architecture);
        int n = 120;
        int[] x = IntStream.range(0, n).map(i -> i % 10 - 1).toArray();
        int[] before = new Random(3).ints(n, 0, 99).toArray();
        long out = card.up(before);
        card.launch("jump_table", 2, 64, card.up(x), out, n);
        int[] expected = IntStream.range(0, n)
                .map(i -> switch (x[i]) {
                    case 0 -> i + before[i];
                    case 1 -> i * 3;
                    case 2 -> i / 7 - 2;
                    case 3 -> i ^ 0x55;
                    case 4 -> i % 11;
                    case 5 -> -i;
                    case 6 -> i << 3;
                    case 7 -> i * i;
                    default -> x[i];
                })
                .toArray();
        assertArrayEquals(expected, card.ints(out, n));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void indicesOf64BitsAndGridsOfThreeSizesAreExact(String architecture) {
        Card card = Card.of("control", architecture);
        int n = 2 * 3 * 4 * 16 - 5;
        long[] x = new Random(4).longs(n).toArray();
        x[0] = 0;
        x[1] = 1;
        x[2] = -1;
        long stride = 7_000_000_019L;
        long out = card.up(new long[n]);
        card.module.launch(
                "wide_indices", new int[] {4, 3, 2}, new int[] {16}, 0, card.memory, card.up(x), out, stride, n);
        long[] result = card.longs(out, n);
        for (int i = 0; i < n; i++) {
            long v = x[i];
            long at = v * stride + i;
            long expected = at / 1000003
                    + at % 1000003 * (v >> 3)
                    - (at >>> 7)
                    + Math.multiplyHigh(at, v)
                    + (v != 0 ? at / v : at)
                    + (long) i * (int) v;
            assertEquals(expected, result[i], "of " + v);
        }
    }
}
