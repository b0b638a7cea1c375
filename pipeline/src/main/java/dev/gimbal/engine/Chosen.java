package dev.gimbal.engine;

/**
 * What was decided of a target's units, and by what.
 *
 * @param kept the units that stay
 * @param scores of all its units, by index: query heads, or MLP channels
 */
record Chosen<K>(K kept, double[] scores) {}
