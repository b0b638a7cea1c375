package dev.gimbal.evaluation.comparison;

/**
 * How fast a pruned model is beside the dense one: both went through the same tokens in turn, several times.
 *
 * @param shape of the pruned model's layers; models of one shape are equally fast, whatever is in them
 * @param tokensPerSecond of the pruned model, the median
 * @param denseTokensPerSecond of the dense model, the median
 * @param ofDense the median of the pairs' ratios
 * @param pairs how many there were
 */
public record Speed(String shape, double tokensPerSecond, double denseTokensPerSecond, double ofDense, int pairs) {}
