package dev.gimbal.evaluation;

/**
 * A perplexity with the protocol that it was measured by: non-overlapping windows of {@code seq} tokens, the mean over
 * windows of the mean cross-entropy of the {@code seq - 1} next tokens. Figures of different {@code seq} do not compare.
 *
 * @param perplexity {@code exp} of the mean
 * @param windows how many were measured
 * @param seq tokens of one
 * @param tokens {@code windows * seq}
 * @param seconds wall-clock time of the forward passes, weights read included
 */
public record PerplexityResult(double perplexity, int windows, int seq, long tokens, double seconds) {

    /** Tokens a second. */
    public double rate() {
        return tokens / seconds;
    }
}
