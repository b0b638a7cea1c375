package dev.gimbal.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenWindowsTest {
    /** Tokens that are their own places. */
    private static int[] text(int length) {
        return IntStream.range(0, length).toArray();
    }

    private static int[] startsOf(int[][] windows, int seq) {
        for (int[] window : windows) {
            assertArrayEquals(IntStream.range(window[0], window[0] + seq).toArray(), window);
        }
        return Arrays.stream(windows).mapToInt(window -> window[0]).toArray();
    }

    @Test
    void randomStartsAreTheDocumentedDrawsForManySeedsAndLengths() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            int seq = 1 + random.nextInt(50);
            int length = seq + random.nextInt(1000);
            int count = random.nextInt(30);
            long seed = random.nextLong();
            int[] starts = startsOf(TokenWindows.random("a.txt", text(length), count, seq, seed), seq);
            assertArrayEquals(documented(seed, length - seq + 1, count), starts);
        }
    }

    /** The documentation's words in unbounded integers. */
    private static int[] documented(long seed, int places, int count) {
        BigInteger values = BigInteger.ONE.shiftLeft(63);
        BigInteger bound = BigInteger.valueOf(places);
        BigInteger complete = values.subtract(values.mod(bound));
        List<Integer> starts = new ArrayList<>();
        for (int draw = 1; starts.size() < count; draw++) {
            BigInteger value = new BigInteger(Long.toUnsignedString(splitMix64(seed, draw))).shiftRight(1);
            if (value.compareTo(complete) < 0) {
                starts.add(value.mod(bound).intValue());
            }
        }
        return starts.stream().mapToInt(start -> start).toArray();
    }

    /** The {@code n}-th value of splitmix64.c (Vigna, public domain) from {@code seed}. */
    private static long splitMix64(long seed, int n) {
        long z = seed + n * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    @Test
    void javasGeneratorIsSplitMix64() {
        // The first values of splitmix64.c from seed 1234567, as commonly published.
        String[] published = {"6457827717110365317", "3203168211198807973", "9817491932198370423"};
        SplittableRandom random = new SplittableRandom(1234567);
        for (int n = 1; n <= published.length; n++) {
            assertEquals(published[n - 1], Long.toUnsignedString(random.nextLong()));
            assertEquals(published[n - 1], Long.toUnsignedString(splitMix64(1234567, n)));
        }
    }

    @Test
    void randomStartsAreUniform() {
        int places = 10;
        int draws = 20_000;
        int[] count = new int[places];
        for (int[] window : TokenWindows.random("a.txt", text(places + 6), draws, 7, 5)) {
            count[window[0]]++;
        }
        double expected = draws / (double) places;
        double chiSquared = Arrays.stream(count)
                .mapToDouble(seen -> (seen - expected) * (seen - expected) / expected)
                .sum();
        assertTrue(chiSquared < 33.7, "beyond the 0.01 % quantile of 9 degrees of freedom: " + chiSquared);
    }

    @Test
    void evenStartsFollowTheFormulaAndReachTheLastPlacesOfALongText() {
        Random random = new Random(6);
        for (int i = 0; i < 200; i++) {
            int seq = 1 + random.nextInt(40);
            int length = seq + random.nextInt(3000);
            int count = 1 + random.nextInt(100);
            int[] starts = startsOf(TokenWindows.even("a.txt", text(length), count, seq), seq);
            for (int w = 0; w < count; w++) {
                BigInteger start = BigInteger.valueOf(w)
                        .multiply(BigInteger.valueOf(length - seq))
                        .divide(BigInteger.valueOf(count));
                assertEquals(start.intValueExact(), starts[w]);
            }
        }
        // i * (L - seq) passes 2^31 here.
        int[] starts = startsOf(TokenWindows.even("a.txt", text(1_000_000), 5000, 2), 2);
        assertEquals((int) (4999L * 999_998 / 5000), starts[4999]);
    }

    @Test
    void consecutiveWindowsTileTheTextUpToTheLastPartialOne() {
        for (int length = 1; length < 60; length++) {
            for (int seq = 1; seq <= length; seq++) {
                int[] starts = startsOf(TokenWindows.consecutive("a.txt", text(length), seq, Integer.MAX_VALUE), seq);
                assertEquals(length / seq, starts.length);
                for (int w = 0; w < starts.length; w++) {
                    assertEquals(w * seq, starts[w]);
                }
            }
        }
        assertEquals(3, TokenWindows.consecutive("a.txt", text(100), 10, 3).length);
        assertEquals(10, TokenWindows.consecutive("a.txt", text(100), 10, 30).length);
    }

    @Test
    void aTextOfOneWindowGivesThatWindow() {
        int[] tokens = text(5);
        assertArrayEquals(new int[][] {tokens, tokens}, TokenWindows.random("a.txt", tokens, 2, 5, 9));
        assertArrayEquals(new int[][] {tokens, tokens}, TokenWindows.even("a.txt", tokens, 2, 5));
        assertArrayEquals(new int[][] {tokens}, TokenWindows.consecutive("a.txt", tokens, 5, 2));
    }

    @Test
    void aTextShorterThanAWindowIsRefusedWithBothLengths() {
        int[] tokens = text(4);
        for (Runnable cut : List.<Runnable>of(
                () -> TokenWindows.random("a.txt", tokens, 1, 5, 0),
                () -> TokenWindows.even("a.txt", tokens, 1, 5),
                () -> TokenWindows.consecutive("a.txt", tokens, 5, 1))) {
            GimbalException refused = assertThrows(GimbalException.class, cut::run);
            assertEquals(
                    "the text a.txt has 4 tokens and a window takes 5; use a longer text or a smaller seq",
                    refused.getMessage());
            assertEquals(ExitCode.DATA, refused.exitCode());
        }
    }
}
