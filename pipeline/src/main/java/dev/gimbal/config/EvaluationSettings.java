package dev.gimbal.config;

import java.util.OptionalInt;

/**
 * A text whose perplexity is measured.
 *
 * @param seq tokens of each window
 * @param windows how many at most; the whole text where empty
 */
public record EvaluationSettings(Location text, int seq, OptionalInt windows) {}
