package dev.gimbal.tensor.cuda.ptx;

import java.util.Arrays;

/**
 * The shared memory of a block, with a note for every word of 4 bytes of who wrote and read it since when. Two threads
 * at one word, one of them writing, need a barrier between: the block's, or the warp's if they are in the same. Smaller
 * accesses, atomic and volatile ones are noted as writes, but never as conflicts.
 */
final class SharedMemory {
    /** How an instruction uses what it finds. */
    enum Use {
        READ,
        WRITE,
        /** Atomic or volatile: meant to meet others. */
        READ_TOGETHER,
        WRITE_TOGETHER
    }

    /** A note is [epoch of the block, 24 bits][epoch of the warp, 24 bits][who, 16 bits]; never written is 0. */
    private static final long TOGETHER = 1L << 40;

    private static final int SEVERAL_OF_WARP = 0x8000;
    private static final int SEVERAL = 0xFFFF;

    private final Region region;
    private final Region generic;
    private final long[] writers;
    private final long[] readers;

    SharedMemory(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, Region.FRESH);
        region = Region.own(Windows.ORIGIN, bytes);
        generic = Region.own(Windows.SHARED + Windows.ORIGIN, bytes);
        writers = new long[(size + 3) / 4];
        readers = new long[(size + 3) / 4];
    }

    Region at(GpuThread t, long address, int size, Use use) {
        if (!region.holds(address, size))
            throw new Fault(size + " bytes at shared address " + PtxMemory.hex(address) + " are outside the block's "
                    + region.bytes().limit() + " bytes from " + PtxMemory.hex(Windows.ORIGIN));
        int first = region.index(address) >> 2;
        int last = (region.index(address) + size - 1) >> 2;
        Use noted = size >= 4 ? use : use == Use.READ ? Use.READ_TOGETHER : Use.WRITE_TOGETHER;
        for (int word = first; word <= last; word++) note(t, word, noted);
        return region;
    }

    Region atGeneric(GpuThread t, long address, int size, Use use) {
        at(t, address - Windows.SHARED, size, use);
        return generic;
    }

    private void note(GpuThread t, int word, Use use) {
        long stamp = stamp(t, t.index + 1);
        switch (use) {
            case READ -> {
                if (writers[word] == 0) throw unwritten(word);
                if (conflicts(writers[word], t)) throw race(word, "reads what thread ", writers[word], " wrote");
                readers[word] = withReader(readers[word], t, stamp);
            }
            case WRITE -> {
                if (conflicts(writers[word], t)) throw race(word, "writes where thread ", writers[word], " wrote");
                if (conflicts(readers[word], t)) throw race(word, "writes what thread ", readers[word], " read");
                writers[word] = stamp;
            }
            case READ_TOGETHER -> {
                if (writers[word] == 0) throw unwritten(word);
            }
            case WRITE_TOGETHER -> writers[word] = TOGETHER;
        }
    }

    private static long stamp(GpuThread t, int who) {
        return (long) t.block.epoch << 40 | (long) (t.warp().epoch & 0xFFFFFF) << 16 | who;
    }

    /** Whether who is noted is another thread, and nothing orders its access before this thread's. */
    private static boolean conflicts(long note, GpuThread t) {
        int who = (int) note & 0xFFFF;
        if (who == 0 || who == t.index + 1 || note >>> 40 != t.block.epoch) return false;
        return !(warpOf(who) == t.index / Warp.SIZE && ((note >>> 16) & 0xFFFFFF) != (t.warp().epoch & 0xFFFFFF));
    }

    private static int warpOf(int who) {
        if (who == SEVERAL) return -1;
        return who >= SEVERAL_OF_WARP ? who - SEVERAL_OF_WARP : (who - 1) / Warp.SIZE;
    }

    private static long withReader(long note, GpuThread t, long stamp) {
        if (!conflicts(note, t)) return stamp;
        int warp = t.index / Warp.SIZE;
        return stamp(t, warpOf((int) note & 0xFFFF) == warp ? SEVERAL_OF_WARP + warp : SEVERAL);
    }

    private static Fault unwritten(int word) {
        return new Fault("reads shared memory that nothing was written to, at " + address(word));
    }

    private static Fault race(int word, String begin, long note, String end) {
        int who = (int) note & 0xFFFF;
        String whose = who < SEVERAL_OF_WARP ? "" + (who - 1) : "(several)";
        return new Fault(begin + whose + end + " in shared memory, with no barrier between, at " + address(word));
    }

    private static String address(int word) {
        return PtxMemory.hex(Windows.ORIGIN + 4L * word);
    }
}
