package dev.gimbal.app;

import dev.gimbal.config.EvalSettings;
import dev.gimbal.engine.EvalRun;
import dev.gimbal.evaluation.PerplexityResult;
import java.util.Locale;
import java.util.Map;

/**
 * A model's perplexity and how it was measured.
 *
 * @param model as the user named it
 * @param text as the user named it
 * @param textTokens of the whole text
 * @param tokens in all windows
 * @param parts seconds by part of the work
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
        String backend,
        Map<String, Double> parts) {

    /** What was measured, as the settings asked. */
    static EvalReport of(EvalSettings settings, EvalRun.Measured measured) {
        PerplexityResult result = measured.result();
        return new EvalReport(
                settings.model().written(),
                settings.evaluation().text().written(),
                result.perplexity(),
                result.windows(),
                result.seq(),
                result.tokens(),
                measured.textTokens(),
                result.seconds(),
                measured.backend(),
                measured.parts());
    }

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
