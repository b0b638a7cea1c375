package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that work together by barriers, shuffles and votes, against plain loops. */
class ReductionsTest {
    private static float[] random(int seed, int n) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = (float) random.nextGaussian();
        return values;
    }

    /** Whole numbers, whose sum is exact in any order. */
    private static float[] whole(int seed, int n) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = random.nextInt(2001) - 1000;
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void blocksSumInDynamicSharedMemory(String architecture) {
        Card card = Card.of("reductions", architecture);
        for (int threads : new int[] {1, 2, 32, 128, 1024}) {
            for (int n : new int[] {1, 50, 1000}) {
                float[] x = whole(threads + n, n);
                long sums = card.up(new float[3]);
                card.module.launch(
                        "block_sum", new int[] {3}, new int[] {threads}, 4 * threads, card.memory, card.up(x), sums, n);
                float total = 0;
                for (float value : x) total += value;
                float[] parts = card.floats(sums, 3);
                assertEquals(total, parts[0] + parts[1] + parts[2]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void rowsSumByShufflesWithinAndAcrossWarps(String architecture) {
        Card card = Card.of("reductions", architecture);
        for (int threads : new int[] {32, 96, 256}) {
            for (int columns : new int[] {1, 33, 300}) {
                float[] x = whole(columns, 4 * columns);
                long sums = card.up(new double[4]);
                card.launch("row_sum", 4, threads, card.up(x), sums, columns);
                double[] expected = IntStream.range(0, 4)
                        .mapToDouble(row -> IntStream.range(0, columns)
                                .mapToDouble(i -> x[row * columns + i])
                                .sum())
                        .toArray();
                assertArrayEquals(expected, card.doubles(sums, 4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void softmaxOfARowSumsToOneAndKeepsRatios(String architecture) {
        Card card = Card.of("reductions", architecture);
        for (int columns : new int[] {1, 31, 32, 77}) {
            int rows = 5;
            float[] x = random(columns, rows * columns);
            long y = card.up(new float[x.length]);
            card.module.launch(
                    "softmax_rows", new int[] {3}, new int[] {32, 2}, 0, card.memory, card.up(x), y, rows, columns);
            float[] result = card.floats(y, x.length);
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int i = 0; i < columns; i++) sum += Math.exp(x[row * columns + i]);
                for (int i = 0; i < columns; i++)
                    assertEquals(Math.exp(x[row * columns + i]) / sum, result[row * columns + i], 1e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void shufflesReadTheLaneThatTheGuideSays(String architecture) {
        Card card = Card.of("reductions", architecture);
        int[] x = new Random(5).ints(32).toArray();
        for (int by = 0; by < 8; by++) {
            int amount = by;
            long out = card.up(new int[6 * 32]);
            card.launch("shuffles", 1, 32, card.up(x), out, amount);
            int[][] expected = new int[6][32];
            for (int lane = 0; lane < 32; lane++) {
                int start8 = lane - lane % 8;
                expected[0][lane] = x[amount];
                expected[1][lane] = x[start8 + amount % 8];
                expected[2][lane] = x[lane >= amount ? lane - amount : lane];
                expected[3][lane] = x[lane % 8 >= amount ? lane - amount : lane];
                expected[4][lane] = x[lane % 8 + amount < 8 ? lane + amount : lane];
                expected[5][lane] = x[lane ^ amount];
            }
            int[] all = Arrays.stream(expected).flatMapToInt(Arrays::stream).toArray();
            assertArrayEquals(all, card.ints(out, 6 * 32), "by " + amount);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void votesCountTheWarpAndTheBlock(String architecture) {
        Card card = Card.of("reductions", architecture);
        int n = 96;
        float[] x = random(9, n);
        for (float limit : new float[] {-9, 0, 1, 9}) {
            long out = card.up(new int[6 * n]);
            card.launch("votes", 1, n, card.up(x), out, limit);
            int[] result = card.ints(out, 6 * n);
            int total = 0;
            for (float value : x) total += value > limit ? 1 : 0;
            for (int t = 0; t < n; t++) {
                int ballot = 0;
                for (int lane = 0; lane < 32; lane++) ballot |= (x[t / 32 * 32 + lane] > limit ? 1 : 0) << lane;
                assertEquals(ballot, result[t]);
                assertEquals(ballot != 0, result[n + t] != 0);
                assertEquals(ballot == -1, result[2 * n + t] != 0);
                assertEquals(total, result[3 * n + t]);
                assertEquals(total > 0, result[4 * n + t] != 0);
                assertEquals(total == n, result[5 * n + t] != 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void aWarpsBarrierOrdersItsSharedMemory(String architecture) {
        Card card = Card.of("reductions", architecture);
        float[] x = random(3, 128);
        long y = card.up(new float[128]);
        card.launch("rotate_in_warp", 1, 128, card.up(x), y);
        float[] result = card.floats(y, 128);
        for (int t = 0; t < 128; t++) assertEquals(x[t / 32 * 32 + (t + 1) % 32], result[t]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compute_70", "compute_90"})
    void halvesOfAWarpShuffleApart(String architecture) {
        Card card = Card.of("reductions", architecture);
        int[] x = new Random(8).ints(32, -1000, 1000).toArray();
        long out = card.up(new int[32]);
        card.launch("half_warps", 1, 32, card.up(x), out);
        int sum = Arrays.stream(x, 0, 16).sum();
        int largest = Arrays.stream(x, 16, 32).max().orElseThrow();
        int[] expected =
                IntStream.range(0, 32).map(lane -> lane < 16 ? sum : largest).toArray();
        assertArrayEquals(expected, card.ints(out, 32));
    }
}
