package dev.gimbal.tensor.cuda;

/** How many blocks a kernel gets. */
final class Grid {
    /** Enough to fill any card of today twice over; what is more, threads take in turns. */
    private static final int MOST = 4096;

    private Grid() {}

    /** Blocks for {@code count} elements, one a thread as far as that goes; none for none. */
    static int forElements(Kernel kernel, long count) {
        return (int) Math.min(MOST, (count + kernel.threads() - 1) / kernel.threads());
    }

    /** Blocks that have a row each, and maybe more. */
    static int forRows(int rows) {
        return Math.min(MOST, rows);
    }

    static int ceilDiv(int a, int b) {
        return a / b + (a % b == 0 ? 0 : 1);
    }
}
