package dev.gimbal.evaluation.comparison;

/**
 * A perplexity with its protocol.
 *
 * @param perplexity {@code exp} of the mean cross-entropy
 * @param windows how many, none overlapping
 * @param seq tokens of one
 */
public record PerplexityScore(double perplexity, int windows, int seq) {}
