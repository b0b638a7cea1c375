package dev.gimbal.app;

import java.util.Locale;

/**
 * A model's perplexity and how it was measured.
 *
 * @param model as the user named it
 * @param text as the user named it
 * @param textTokens of the whole text
 * @param tokens in all windows
 * @param seconds wall-clock time of the measurement, weights read included
 */
record EvalReport(
        String model,
        String text,
        double perplexity,
        int windows,
        int seq,
        long tokens,
        long textTokens,
        double seconds,
        String backend) {

    /** For people. */
    String summary() {
        return String.format(
                Locale.ROOT, """
                perplexity  %.4f
                windows     %,d of %d tokens each, none overlapping
                tokens      %,d of the text's %,d
                seconds     %.1f (%,.0f tokens a second) on %s
                """, perplexity, windows, seq, tokens, textTokens, seconds, tokens / seconds, backend);
    }
}
