package dev.gimbal.tensor.cuda.ptx;

import org.jspecify.annotations.Nullable;

/** 32 threads with indices in a row, fewer at the end of a block. */
final class Warp {
    static final int SIZE = 32;

    final GpuThread[] lanes;
    /** How often the warp's own barrier was passed. */
    int epoch;

    Warp(GpuThread[] lanes) {
        this.lanes = lanes;
    }

    /** Runs every lane until all have ended or wait for what the warp alone cannot give; false if none could run. */
    boolean run() {
        boolean ran = false;
        while (runLanes()) {
            ran = true;
            meet();
        }
        return ran;
    }

    private boolean runLanes() {
        boolean ran = false;
        for (GpuThread lane : lanes) {
            if (!lane.canRun()) continue;
            lane.run();
            ran = true;
        }
        return ran;
    }

    private void meet() {
        for (GpuThread lane : lanes) {
            if (!(lane.waitsFor() instanceof WarpMeeting meeting)) continue;
            @Nullable GpuThread[] present = present(meeting, meeting.mask(lane));
            if (present == null) continue;
            meeting.exchange().among(this, present);
            for (GpuThread one : present) {
                if (one != null) one.goOn();
            }
        }
    }

    /** The lanes of a mask by their number, null for those not in it, or null if one of them is still missing. */
    private @Nullable GpuThread @Nullable [] present(WarpMeeting meeting, int mask) {
        @Nullable GpuThread[] present = new @Nullable GpuThread[SIZE];
        for (GpuThread lane : lanes) {
            if ((mask >> lane.lane() & 1) == 0 || lane.hasEnded()) continue;
            if (lane.waitsFor() != meeting || meeting.mask(lane) != mask) return null;
            present[lane.lane()] = lane;
        }
        return present;
    }
}
