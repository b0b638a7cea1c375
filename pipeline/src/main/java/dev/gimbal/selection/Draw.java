package dev.gimbal.selection;

import dev.gimbal.config.Target;
import java.util.SplittableRandom;

/**
 * Where the {@code random} score of one target comes from: every target of a model draws numbers of its own, and the same
 * ones each time.
 *
 * @param layer counts from 0
 */
public record Draw(long seed, int layer, Target target) {
    /** An odd number without pattern, to set layers far apart: 2^64 over the golden ratio. */
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    /** {@code count} numbers, uniform in [0, 1). */
    double[] numbers(int count) {
        long place = 2L * layer + (target == Target.O_PROJ ? 0 : 1);
        SplittableRandom ofSeed = new SplittableRandom(seed);
        return new SplittableRandom(ofSeed.nextLong() + place * STRIDE)
                .doubles(count)
                .toArray();
    }
}
