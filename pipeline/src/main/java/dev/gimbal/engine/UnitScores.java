package dev.gimbal.engine;

/**
 * The scores that a target's units were chosen by.
 *
 * @param scores of all units, by index: query heads of {@code o_proj}, channels of {@code down_proj}
 * @param kept the units that stay, ascending
 */
public record UnitScores(double[] scores, int[] kept) {}
