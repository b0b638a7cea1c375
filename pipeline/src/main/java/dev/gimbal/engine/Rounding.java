package dev.gimbal.engine;

import dev.gimbal.config.Target;

/**
 * What a weight becomes when it is written: the nearest number of its type in the file. The engine applies it before it
 * goes on, so that later layers see exactly the weights that a reader of the file will.
 */
@FunctionalInterface
public interface Rounding {
    /** Rounds the first {@code count} values of a target in place; what does not fit the type becomes infinite. */
    void round(int layer, Target target, float[] values, int count);
}
