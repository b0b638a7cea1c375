package dev.gimbal.engine;

/**
 * What a run calibrates with.
 *
 * @param windows {@code [n][seq]} token ids
 * @param textTokens tokens of the whole calibration text
 */
public record CalibrationTokens(int[][] windows, long textTokens) {}
