package dev.gimbal.tensor.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What comes from the device, through pinned memory. Who reads a piece shortly behind the last one, as those do who read
 * row by row, gets more and more of what follows along with it, as long as it is used; who writes in between to where he
 * reads does not.
 */
final class Downloads {
    /** How far apart two pieces may lie that are taken for one walk through a matrix, as along rows of a triangle. */
    private static final long NEAR = 1 << 18;

    private final Device device;
    private final ByteBuffer pinned;
    private long start;
    private int held;
    private long lastEnd = -1;

    Downloads(Device device, int bytes) {
        this.device = device;
        this.pinned = device.pinned(bytes).order(ByteOrder.nativeOrder());
    }

    /** Whether what is at {@code address} is here already. */
    boolean has(long address) {
        return address >= start && address < start + held;
    }

    /**
     * Some of {@code bytes} from {@code address} on, at least one element.
     *
     * @param readable how many bytes from there on may be read, if only to have them
     */
    ByteBuffer at(long address, long bytes, long readable) {
        if (!has(address)) {
            boolean onwards = held > 0 && address >= lastEnd && address - lastEnd <= NEAR;
            long ahead = onwards ? Math.min(readable, Math.max(bytes, 2L * held)) : bytes;
            held = (int) Math.min(pinned.capacity(), ahead);
            start = address;
            device.download(address, pinned, held);
        }
        int length = (int) Math.min(bytes, start + held - address);
        lastEnd = address + length;
        return pinned.slice((int) (address - start), length).order(ByteOrder.nativeOrder());
    }

    /** Nothing that was read is sure to be so any more: to be called when the device's memory may change anywhere. */
    void forget() {
        held = 0;
    }

    /** As {@link #forget()}, when it changes in one place. */
    void forget(long address, long bytes) {
        if (address < start + held && start < address + bytes) {
            forget();
        }
    }
}
