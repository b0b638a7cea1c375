package dev.gimbal.tensor.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a card that does not exist. Every allocation has 64 GiB of addresses to itself, and they are never given
 * out again: an access next to it, or after it was freed, meets nothing. Fresh bytes are 0xFF, a NaN in any precision.
 */
public final class PtxMemory {
    private static final int SLOT_BITS = 36;

    private final AtomicLong used = new AtomicLong();
    private volatile @Nullable Region[] slots = new @Nullable Region[64];
    private int next;

    /** The address, a multiple of 256, of as many bytes, 1 to 2^31 - 1. */
    public synchronized long allocate(long bytes) {
        if (bytes <= 0 || bytes > Integer.MAX_VALUE)
            throw new IllegalArgumentException("cannot allocate " + bytes + " bytes");
        ByteBuffer buffer = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes; i++) buffer.put(i, Region.FRESH);
        @Nullable Region[] table = next < slots.length ? slots : Arrays.copyOf(slots, 2 * slots.length);
        long base = (next + 1L) << SLOT_BITS;
        table[next++] = new Region(base, buffer, true);
        slots = table;
        used.addAndGet(bytes);
        return base;
    }

    /** Frees what {@link #allocate} gave this address for. */
    public synchronized void free(long address) {
        Region region = find(address, 1);
        if (region.base() != address) throw new Fault(hex(address) + " is inside an allocation, not its start");
        @Nullable Region[] table = slots;
        table[(int) (address >>> SLOT_BITS) - 1] = null;
        slots = table;
        used.addAndGet(-region.bytes().limit());
    }

    /** The bytes from this address on, as a direct little-endian view that writes through. */
    public ByteBuffer at(long address, long bytes) {
        if (bytes < 0 || bytes > Integer.MAX_VALUE) throw new Fault("no allocation has " + bytes + " bytes");
        Region region = find(address, (int) bytes);
        return region.bytes().slice(region.index(address), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public long usedBytes() {
        return used.get();
    }

    /** The live allocation that holds these bytes. */
    Region find(long address, int bytes) {
        @Nullable Region[] table = slots;
        long slot = (address >>> SLOT_BITS) - 1;
        Region region = slot >= 0 && slot < table.length ? table[(int) slot] : null;
        if (region == null || !region.holds(address, bytes)) throw outside(address, bytes, region);
        return region;
    }

    private static Fault outside(long address, int bytes, @Nullable Region near) {
        String where = near == null
                ? "in no live allocation"
                : "outside the allocation of " + near.bytes().limit() + " bytes at " + hex(near.base());
        return new Fault(bytes + " bytes at address " + hex(address) + " are " + where);
    }

    static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
