package dev.gimbal.tensor.cuda.ptx;

import java.util.Arrays;

/** A thread's own memory: the depots of the functions that it is in, one behind the other. */
final class LocalMemory {
    private static final int MOST = 512 << 10;

    private byte[] bytes;
    private int begin;
    private int end;
    private Region region;
    private Region generic;

    LocalMemory(int size) {
        bytes = new byte[size];
        end = size;
        Arrays.fill(bytes, Region.FRESH);
        region = Region.own(Windows.ORIGIN, bytes);
        generic = Region.own(Windows.LOCAL + Windows.ORIGIN, bytes);
    }

    /** Where the depot of the function that runs begins, in the local space. */
    int depot() {
        return (int) Windows.ORIGIN + begin;
    }

    void enter(int callerBytes, int calleeBytes) {
        begin += callerBytes;
        end = begin + calleeBytes;
        if (end > MOST) throw new Fault("needs more than " + MOST + " bytes of local memory");
        if (end > bytes.length) grow();
        Arrays.fill(bytes, begin, end, Region.FRESH);
    }

    private void grow() {
        bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        region = Region.own(Windows.ORIGIN, bytes);
        generic = Region.own(Windows.LOCAL + Windows.ORIGIN, bytes);
    }

    void leave(int depot, int callerBytes) {
        begin = depot - (int) Windows.ORIGIN;
        end = begin + callerBytes;
    }

    Region at(long address, int size) {
        long offset = address - Windows.ORIGIN;
        if (offset < 0 || offset + size > end)
            throw new Fault(size + " bytes at local address " + PtxMemory.hex(address) + " are outside the thread's "
                    + end + " bytes from " + PtxMemory.hex(Windows.ORIGIN));
        return region;
    }

    Region atGeneric(long address, int size) {
        at(address - Windows.LOCAL, size);
        return generic;
    }
}
