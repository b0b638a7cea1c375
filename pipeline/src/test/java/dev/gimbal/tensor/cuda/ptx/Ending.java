package dev.gimbal.tensor.cuda.ptx;

import org.jspecify.annotations.Nullable;

/** What ends a basic block: chooses the next one, or stops the thread for others to arrive or for good (null). */
@FunctionalInterface
interface Ending {
    @Nullable
    BasicBlock next(GpuThread t);
}
