package dev.gimbal.config;

/**
 * What the statistics are gathered on.
 *
 * @param windows how many
 * @param seq tokens of each
 * @param seed of {@code RANDOM} sampling
 */
public record CalibrationSettings(Location text, int windows, int seq, Sampling sampling, long seed) {}
