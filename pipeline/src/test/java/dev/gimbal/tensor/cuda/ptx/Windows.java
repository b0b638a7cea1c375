package dev.gimbal.tensor.cuda.ptx;

/**
 * Where the spaces of memory lie among generic addresses (section "Generic Addressing"), all below what
 * {@link PtxMemory} gives out. Addresses within the shared and the local space begin past zero, so that null is none.
 */
final class Windows {
    static final long ORIGIN = 0x400;
    static final long SHARED = 1L << 32;
    static final long LOCAL = 2L << 32;
    /** Variables of a module, constant ones too: their addresses are generic ones. */
    static final long MODULE = 3L << 32;

    private static final long END = 4L << 32;

    private Windows() {}

    /** The window that an address is in, or zero. */
    static long of(long address) {
        return address >= 0 && address < END ? address >>> 32 << 32 : 0;
    }
}
