package dev.gimbal.compensation;

/**
 * Relative errors of a target's output: {@code norm(y - y')^2 / norm(y)^2} over all tokens. 0 where nothing is lost even
 * of an output that is 0, infinite where something is added to one.
 *
 * @param before with the kept columns as they were
 * @param after with what replaces them
 */
public record Errors(double before, double after) {}
