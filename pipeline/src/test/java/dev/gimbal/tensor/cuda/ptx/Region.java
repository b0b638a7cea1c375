package dev.gimbal.tensor.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes that a kernel sees from address {@code base} on. Concurrent ones are seen by several blocks at once. */
record Region(long base, ByteBuffer bytes, boolean concurrent) {
    static final byte FRESH = (byte) 0xFF;

    /** A region of a block or a thread alone, filled with {@link #FRESH}. */
    static Region own(long base, byte[] bytes) {
        return new Region(base, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), false);
    }

    int index(long address) {
        return (int) (address - base);
    }

    boolean holds(long address, int size) {
        long offset = address - base;
        return offset >= 0 && offset <= bytes.limit() - (long) size;
    }
}
