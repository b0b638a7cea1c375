package dev.gimbal.tensor.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A card's memory in slabs, out of which tensors get theirs: asking the driver for each would stop all work of the card
 * whenever one is given back. It never holds more than its limit. What is given back may be given out at once, because
 * everything that uses it is queued in one order.
 */
final class Arena {
    /** What cuBLAS and vector loads like addresses to be a multiple of. */
    static final long ALIGNMENT = 256;

    private final DeviceQueue queue;
    private final long limitBytes;
    private final long slabBytes;
    private final List<Slab> slabs = new ArrayList<>();
    private final Map<Long, Slab> owners = new HashMap<>();
    private long heldBytes;

    /**
     * @param limitBytes the most that is held of the device's memory
     * @param slabBytes how much is asked for at least; with 0 each piece is the device's own and goes back at once
     */
    Arena(DeviceQueue queue, long limitBytes, long slabBytes) {
        this.queue = queue;
        this.limitBytes = limitBytes;
        this.slabBytes = slabBytes;
    }

    /** A piece of memory: first where the least is left over, then from a new slab; 0 when there is none. */
    synchronized long take(long bytes) {
        if (bytes > limitBytes) {
            return 0;
        }
        long rounded = (Math.max(1, bytes) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        Slab slab = slabs.stream()
                .filter(candidate -> candidate.largestGap() >= rounded)
                .min(Comparator.comparingLong(Slab::largestGap))
                .orElse(null);
        if (slab == null) {
            slab = grown(rounded);
        }
        if (slab == null) {
            return 0;
        }
        long address = slab.take(rounded);
        owners.put(address, slab);
        return address;
    }

    private @Nullable Slab grown(long bytes) {
        Slab slab = slabOf(Math.max(bytes, slabBytes));
        if (slab == null) {
            freeEmpty();
            slab = slabOf(Math.max(bytes, slabBytes));
        }
        return slab == null && bytes < slabBytes ? slabOf(bytes) : slab;
    }

    private @Nullable Slab slabOf(long bytes) {
        if (bytes > limitBytes - heldBytes) {
            return null;
        }
        long address = queue.allocate(bytes);
        if (address == 0) {
            return null;
        }
        heldBytes += bytes;
        Slab slab = new Slab(address, bytes);
        slabs.add(slab);
        return slab;
    }

    /** Takes a piece back. */
    synchronized void give(long address) {
        Slab slab = owners.remove(address);
        if (slab == null) {
            throw new IllegalStateException("memory is given back that was not taken");
        }
        slab.give(address);
        if (slabBytes == 0) {
            freeEmpty();
        }
    }

    /** Gives the device's memory back where nothing is taken. */
    synchronized void freeEmpty() {
        slabs.removeIf(slab -> {
            if (!slab.empty()) {
                return false;
            }
            queue.free(slab.start);
            heldBytes -= slab.bytes;
            return true;
        });
    }

    /** Bytes of the device's memory that this has. */
    synchronized long heldBytes() {
        return heldBytes;
    }

    /** One piece of the device's memory, in taken parts and gaps. */
    private static final class Slab {
        private final long start;
        private final long bytes;
        private final TreeMap<Long, Long> gaps = new TreeMap<>();
        private final Map<Long, Long> taken = new HashMap<>();

        Slab(long start, long bytes) {
            this.start = start;
            this.bytes = bytes;
            gaps.put(start, bytes);
        }

        long largestGap() {
            return gaps.values().stream().mapToLong(gap -> gap).max().orElse(0);
        }

        boolean empty() {
            return taken.isEmpty();
        }

        /** The first gap that is wide enough; there is one. */
        long take(long wanted) {
            Map.Entry<Long, Long> gap = gaps.entrySet().stream()
                    .filter(candidate -> candidate.getValue() >= wanted)
                    .findFirst()
                    .orElseThrow();
            long address = gap.getKey();
            long left = gap.getValue() - wanted;
            gaps.remove(address);
            if (left > 0) {
                gaps.put(address + wanted, left);
            }
            taken.put(address, wanted);
            return address;
        }

        void give(long address) {
            Long given = taken.remove(address);
            if (given == null) {
                throw new IllegalStateException("memory is given back twice");
            }
            long from = address;
            long to = address + given;
            Map.Entry<Long, Long> before = gaps.lowerEntry(address);
            if (before != null && before.getKey() + before.getValue() == from) {
                from = before.getKey();
            }
            Long after = gaps.remove(to);
            gaps.put(from, to + (after == null ? 0 : after) - from);
        }
    }
}
