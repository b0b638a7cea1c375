package dev.gimbal.tensor.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What goes to the device, gathered in pinned memory: pieces that follow one another, as the rows of a weight do, travel
 * together. Slots take turns, so that one is filled while others travel.
 */
final class Uploads {
    private static final int SLOTS = 4;

    private final Device device;
    private final int slotBytes;
    private final ByteBuffer[] slots = new ByteBuffer[SLOTS];
    private final long[] marks = new long[SLOTS];
    private final boolean[] travelling = new boolean[SLOTS];
    private int slot;
    private long start;
    private int pending;

    /** @param slotBytes a multiple of 8 */
    Uploads(Device device, int slotBytes) {
        this.device = device;
        this.slotBytes = slotBytes;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = device.pinned(slotBytes).order(ByteOrder.nativeOrder());
        }
    }

    /** Where to put what belongs to {@code address}: some of {@code bytes}, at least one element, as much as there is room. */
    ByteBuffer room(long address, long bytes) {
        if (pending == slotBytes || address != start + pending) {
            flush();
        }
        if (pending == 0) {
            if (travelling[slot]) {
                device.await(marks[slot]);
                travelling[slot] = false;
            }
            start = address;
        }
        int length = (int) Math.min(bytes, slotBytes - pending);
        ByteBuffer room = slots[slot].slice(pending, length).order(ByteOrder.nativeOrder());
        pending += length;
        return room;
    }

    /** Sends what is gathered: to be called before anything else is asked of the device. */
    void flush() {
        if (pending == 0) {
            return;
        }
        device.upload(start, slots[slot], pending);
        marks[slot] = device.mark();
        travelling[slot] = true;
        slot = (slot + 1) % SLOTS;
        pending = 0;
    }
}
