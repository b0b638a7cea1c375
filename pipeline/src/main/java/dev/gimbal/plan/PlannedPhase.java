package dev.gimbal.plan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A part of a run, and the memory that it has in use when it needs most.
 *
 * @param name in words
 * @param bytes by what they go into; items without any are left out
 */
public record PlannedPhase(String name, Map<MemoryItem, Long> bytes) {
    public PlannedPhase {
        bytes = Collections.unmodifiableMap(new EnumMap<>(bytes));
    }

    /** Of {@code moment}, and {@code idle} bytes of blocks that wait for their next use. */
    static PlannedPhase of(String name, Moment moment, long idle) {
        Map<MemoryItem, Long> bytes = new EnumMap<>(MemoryItem.class);
        for (MemoryItem item : MemoryItem.values()) {
            long some = item == MemoryItem.IDLE ? idle : moment.of(item);
            if (some > 0) {
                bytes.put(item, some);
            }
        }
        return new PlannedPhase(name, bytes);
    }

    /** Bytes of {@code item}. */
    public long of(MemoryItem item) {
        return bytes.getOrDefault(item, 0L);
    }

    /** All of it. */
    public long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The part that a backend counts. */
    public long tensorBytes() {
        return bytes.entrySet().stream()
                .filter(entry -> entry.getKey().isTensors())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
