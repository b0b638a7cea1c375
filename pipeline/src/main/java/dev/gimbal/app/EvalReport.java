package dev.gimbal.app;

import dev.gimbal.config.EvalSettings;
import dev.gimbal.engine.EvalRun;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.evaluation.zeroshot.ZeroShotResult;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a model and how. What was not asked for is null: all from the text's name to its seconds, or the
 * tasks.
 *
 * @param model as the user named it
 * @param text as the user named it
 * @param tokens in all windows
 * @param textTokens of the whole text
 * @param seconds wall-clock time of the perplexity's measurement, weights read included
 * @param parts seconds by part of the work
 */
record EvalReport(
        String model,
        @Nullable String text,
        @Nullable Double perplexity,
        @Nullable Integer windows,
        @Nullable Integer seq,
        @Nullable Long tokens,
        @Nullable Long textTokens,
        @Nullable Double seconds,
        @Nullable ZeroShotResult zeroShot,
        String backend,
        Map<String, Double> parts) {

    /** What was measured, as the settings asked. */
    static EvalReport of(EvalSettings settings, EvalRun.Measured measured) {
        String model = settings.model().written();
        EvalRun.TextMeasured text = measured.text();
        if (text == null || settings.evaluation() == null) {
            return new EvalReport(
                    model,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    measured.tasks(),
                    measured.backend(),
                    measured.parts());
        }
        PerplexityResult result = text.result();
        return new EvalReport(
                model,
                settings.evaluation().text().written(),
                result.perplexity(),
                result.windows(),
                result.seq(),
                result.tokens(),
                text.textTokens(),
                result.seconds(),
                measured.tasks(),
                measured.backend(),
                measured.parts());
    }

    /** For people. */
    String summary() {
        StringBuilder summary = new StringBuilder();
        if (tokens != null && seconds != null) {
            summary.append(String.format(
                    Locale.ROOT,
                    """
                    perplexity  %.4f
                    windows     %,d of %d tokens each, none overlapping
                    tokens      %,d of the text's %,d
                    seconds     %.1f (%,.0f tokens a second) on %s
                    """,
                    perplexity,
                    windows,
                    seq,
                    tokens,
                    textTokens,
                    seconds,
                    tokens / seconds,
                    backend));
        }
        if (zeroShot != null) {
            summary.append(summary.isEmpty() ? "" : "\n").append(TaskTable.of(zeroShot, backend));
        }
        return summary.toString();
    }
}
