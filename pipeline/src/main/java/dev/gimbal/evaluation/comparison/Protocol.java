package dev.gimbal.evaluation.comparison;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How every cell of a comparison was calibrated and measured.
 *
 * @param program the program's version
 * @param backend its name and description
 * @param calibration the calibration text, as the user named it
 * @param evaluation the evaluation text, as the user named it; null when no perplexity was measured
 * @param evaluationSeq tokens of an evaluation window
 * @param settings every setting that all cells share, by key, as {@code gimbal prune} spells it
 */
public record Protocol(
        String program,
        String backend,
        String calibration,
        @Nullable String evaluation,
        int evaluationSeq,
        Map<String, String> settings) {}
