package dev.gimbal.calibration;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Cuts windows of equal length out of a sequence of tokens; they may overlap. */
public final class TokenWindows {
    private TokenWindows() {}

    /**
     * Windows at random starts, each uniform over {@code [0, L - seq]} and independent of the others, as RCPU draws them.
     *
     * <p>The draws are SplitMix64's (Steele, Lea and Flood, 2014) from {@code seed}: of each 64-bit value the upper 63
     * bits modulo the number of places, values of the last, incomplete cycle rejected. So they depend on the seed, {@code
     * L} and {@code seq} alone.
     *
     * @param text what to call the text where it is too short
     * @param tokens {@code [L]}
     * @return {@code [windows][seq]}
     * @throws GimbalException (65) when there are fewer than {@code seq} tokens
     */
    public static int[][] random(String text, int[] tokens, int windows, int seq, long seed) {
        requireWindow(text, tokens, seq);
        long places = (long) tokens.length - seq + 1;
        SplittableRandom random = new SplittableRandom(seed);
        int[][] result = new int[windows][];
        for (int i = 0; i < windows; i++) {
            result[i] = window(tokens, below(places, random), seq);
        }
        return result;
    }

    private static long below(long bound, SplittableRandom random) {
        while (true) {
            long draw = random.nextLong() >>> 1;
            long result = draw % bound;
            if (draw - result <= Long.MAX_VALUE - (bound - 1)) {
                return result;
            }
        }
    }

    /**
     * Windows spread evenly: window {@code i} of {@code N} begins at {@code floor(i * (L - seq) / N)}.
     *
     * @param text what to call the text where it is too short
     * @param tokens {@code [L]}
     * @return {@code [windows][seq]}
     * @throws GimbalException (65) when there are fewer than {@code seq} tokens
     */
    public static int[][] even(String text, int[] tokens, int windows, int seq) {
        requireWindow(text, tokens, seq);
        int[][] result = new int[windows][];
        for (int i = 0; i < windows; i++) {
            result[i] = window(tokens, (long) i * (tokens.length - seq) / windows, seq);
        }
        return result;
    }

    /**
     * Windows one behind the other from the beginning, none overlapping; tokens at the end that fill no window are left
     * out.
     *
     * @param text what to call the text where it is too short
     * @param tokens {@code [L]}
     * @param most how many windows at most; {@code Integer.MAX_VALUE} for all that there are
     * @return {@code [min(most, floor(L / seq))][seq]}
     * @throws GimbalException (65) when there are fewer than {@code seq} tokens
     */
    public static int[][] consecutive(String text, int[] tokens, int seq, int most) {
        requireWindow(text, tokens, seq);
        int[][] result = new int[Math.min(most, tokens.length / seq)][];
        for (int i = 0; i < result.length; i++) {
            result[i] = window(tokens, (long) i * seq, seq);
        }
        return result;
    }

    private static int[] window(int[] tokens, long start, int seq) {
        int first = Math.toIntExact(start);
        return Arrays.copyOfRange(tokens, first, first + seq);
    }

    private static void requireWindow(String text, int[] tokens, int seq) {
        if (tokens.length < seq) {
            throw new GimbalException(
                    ExitCode.DATA,
                    "the text " + text + " has " + tokens.length + " tokens and a window takes " + seq
                            + "; use a longer text or a smaller seq");
        }
    }
}
