package dev.gimbal.tensor.cuda.ptx;

/** An instruction that goes on to the next one: reads slots of the thread's registers, and writes some. */
@FunctionalInterface
interface Step {
    void run(GpuThread t);
}
