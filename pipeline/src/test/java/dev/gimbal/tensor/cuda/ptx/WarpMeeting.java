package dev.gimbal.tensor.cuda.ptx;

import org.jspecify.annotations.Nullable;

/**
 * An instruction that the lanes of a mask, those of them that have not ended, execute together (sections "shfl.sync",
 * "vote.sync", "redux.sync", "bar.warp.sync"). All of them have to be at the same instruction with the same mask.
 */
record WarpMeeting(int line, int mask, Exchange exchange, BasicBlock following) implements Ending, Meeting {
    /** What happens when they have met; lanes that take no part are null. */
    @FunctionalInterface
    interface Exchange {
        void among(Warp warp, @Nullable GpuThread[] lanes);
    }

    @Override
    public @Nullable BasicBlock next(GpuThread t) {
        if ((mask(t) >> t.lane() & 1) == 0)
            throw new Fault("takes part in mask 0x" + Integer.toHexString(mask(t)) + " that its lane is not in");
        t.waitFor(this, following);
        return null;
    }

    int mask(GpuThread t) {
        return (int) t.r[mask];
    }
}
