package dev.gimbal.monitoring.state;

import java.util.Arrays;
import java.util.OptionalDouble;

/** The last few of many figures. */
final class Recent {
    private final double[] values;
    private int count;

    Recent(int most) {
        values = new double[most];
    }

    void add(double value) {
        values[count++ % values.length] = value;
    }

    void clear() {
        count = 0;
    }

    /** What half of them do not reach: one outlier, a machine that slept for instance, changes it little. */
    OptionalDouble median() {
        int size = Math.min(count, values.length);
        if (size == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return OptionalDouble.of((sorted[(size - 1) / 2] + sorted[size / 2]) / 2);
    }
}
