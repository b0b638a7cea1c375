package dev.gimbal.tensor.cuda.ptx;

/** What a thread waits for: others of its warp, or of its block. */
sealed interface Meeting permits WarpMeeting, BlockBarrier {
    int line();
}
