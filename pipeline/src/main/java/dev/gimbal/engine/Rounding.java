package dev.gimbal.engine;

/**
 * What a weight becomes when it is written: the nearest number of the file's type. The engine applies it before it goes
 * on, so that later layers see exactly the weights that a reader of the file will.
 */
@FunctionalInterface
public interface Rounding {
    /** Rounds the first {@code count} values in place; what does not fit the type becomes infinite. */
    void round(float[] values, int count);
}
