package dev.gimbal.tensor;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up how long each part took, in seconds of the wall clock: what ran on one of several workers counts for that share
 * of the machine, so that the parts and the time in which workers waited add up to the whole.
 */
public final class PartTimes {
    private final Map<Part, LongAdder> nanoseconds = new EnumMap<>(Part.class);

    public PartTimes() {
        for (Part part : Part.values()) {
            nanoseconds.put(part, new LongAdder());
        }
    }

    /** Adds {@code spent} nanoseconds of the wall clock to {@code part}. */
    void add(Part part, long spent) {
        LongAdder sum = nanoseconds.get(part);
        if (sum != null) {
            sum.add(spent);
        }
    }

    /** Runs {@code work} and counts its time as {@code part}'s; not for use inside a backend's tasks. */
    public void measure(Part part, Runnable work) {
        long start = System.nanoTime();
        try {
            work.run();
        } finally {
            add(part, System.nanoTime() - start);
        }
    }

    /** Seconds by part's label, in the order of {@link Part}; parts that took none are left out. */
    public Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        nanoseconds.forEach((part, sum) -> {
            if (sum.sum() > 0) {
                seconds.put(part.label(), sum.sum() * 1e-9);
            }
        });
        return seconds;
    }
}
