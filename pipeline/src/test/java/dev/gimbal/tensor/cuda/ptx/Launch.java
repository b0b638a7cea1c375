package dev.gimbal.tensor.cuda.ptx;

/**
 * A kernel on its grid. Grid and block have three sizes.
 *
 * @param patience the basic blocks that a thread may run through
 */
record Launch(
        Function kernel,
        int[] grid,
        int[] block,
        int dynamicSharedBytes,
        byte[] arguments,
        PtxMemory memory,
        Region variables,
        long patience) {
    private static final int MOST_SHARED_BYTES = 227 << 10;

    int blocks() {
        return Math.multiplyExact(Math.multiplyExact(grid[0], grid[1]), grid[2]);
    }

    int threads() {
        return block[0] * block[1] * block[2];
    }

    /** Where dynamic shared memory begins, so ends the static one. */
    int sharedBytes() {
        return dynamicSharedBytes == 0 ? kernel.sharedBytes : Names.align(kernel.sharedBytes, 16) + dynamicSharedBytes;
    }

    void check() {
        refuseUnless(grid[0] > 0 && inRange(grid[1], 65535) && inRange(grid[2], 65535), "grid");
        refuseUnless(inRange(block[0], 1024) && inRange(block[1], 1024) && inRange(block[2], 64), "block");
        refuseUnless((long) block[0] * block[1] * block[2] <= kernel.mostThreads, "number of threads in a block");
        refuseUnless(dynamicSharedBytes >= 0 && sharedBytes() <= MOST_SHARED_BYTES, "size of shared memory");
    }

    private static boolean inRange(int size, int most) {
        return size > 0 && size <= most;
    }

    private void refuseUnless(boolean allowed, String what) {
        if (!allowed) throw new IllegalStateException("kernel " + kernel.name + ": the " + what + " is out of range");
    }

    /** The three indices of a block in the grid, or of a thread in its block. */
    static int[] position(int index, int[] sizes) {
        return new int[] {index % sizes[0], index / sizes[0] % sizes[1], index / sizes[0] / sizes[1]};
    }
}
