package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many threads add up, against loops; also when launches run at the same time. */
class AtomicsTest {
    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void histogramsCountInSharedAndGlobalMemory(String architecture) {
        Card card = Card.of("atomics", architecture);
        int n = 1000;
        int[] x = new Random(1).ints(n, 0, 1 << 20).toArray();
        long counts = card.up(new int[16]);
        long total = card.up(0xFFFFFFFFL);
        card.launch("histogram", 3, 64, card.up(x), counts, total, n);
        int[] expected = new int[16];
        Arrays.stream(x).forEach(v -> expected[v & 15]++);
        assertArrayEquals(expected, card.ints(counts, 16));
        assertEquals(0xFFFFFFFFL + Arrays.stream(x).asLongStream().sum(), card.longs(total, 1)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void sumsAndExtremesLoseNothing(String architecture) {
        Card card = Card.of("atomics", architecture);
        int n = 300;
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = (i * 7919 % 2003) - 1000;
        long sum = card.up(0.5f);
        long wide = card.up(0.25);
        long smallest = card.up(5);
        long largest = card.up(-5);
        card.launch("add_all", 5, 64, card.up(x), sum, wide, smallest, largest, n);
        double exact = IntStream.range(0, n).mapToDouble(i -> x[i]).sum();
        assertEquals((float) (exact + 0.5), card.floats(sum, 1)[0]);
        assertEquals(exact + 0.25, card.doubles(wide, 1)[0]);
        assertEquals((int) IntStream.range(0, n).mapToDouble(i -> x[i]).min().orElseThrow(), card.ints(smallest, 1)[0]);
        assertEquals((int) IntStream.range(0, n).mapToDouble(i -> x[i]).max().orElseThrow(), card.ints(largest, 1)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void ticketsAreGivenOnceAndComparedProductsLoseNoFactor(String architecture) {
        Card card = Card.of("atomics", architecture);
        int n = 100;
        long next = card.up(0);
        long out = card.up(new int[n]);
        long product = card.up(1);
        long bits = card.up(0b0110, -1, 0b1010, 9);
        card.launch("tickets", 4, 32, next, out, product, bits, n);
        assertEquals(n, card.ints(next, 1)[0]);
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, card.ints(out, n));
        int expected = 1;
        int parity = 0b1010;
        for (int i = 0; i < n; i++) {
            expected *= 2 * i + 3;
            parity ^= 1 << (i % 32);
        }
        assertEquals(expected, card.ints(product, 1)[0]);
        assertArrayEquals(new int[] {-1, 0, parity, 5}, card.ints(bits, 4));
    }

    @Test
    void launchesAtTheSameTimeShareAMemory() {
        Card card = Card.of("atomics", "compute_70");
        int n = 200;
        float[] x = new float[n];
        Arrays.fill(x, 1);
        long from = card.up(x);
        long sum = card.up(0.0f);
        long wide = card.up(0.0);
        long extremes = card.up(0, 0);
        IntStream.range(0, 20)
                .parallel()
                .forEach(launch -> card.launch("add_all", 4, 64, from, sum, wide, extremes, extremes + 4, n));
        assertEquals(20.0f * n, card.floats(sum, 1)[0]);
        assertEquals(20.0 * n, card.doubles(wide, 1)[0]);
    }
}
