package dev.gimbal.plan;

/**
 * What the process takes beside tensors: Java's own code and objects, native code, the tokenizer. Measured, not derived.
 */
final class ProgramMemory {
    /** A Java process that has done some work. */
    private static final long BASE = 180L << 20;

    /** Buffers of the arithmetic library and a stack, for each worker. */
    private static final long WORKER = 8L << 20;

    private ProgramMemory() {}

    /** While layers are pruned by so many workers. */
    static long working(int workers) {
        return BASE + workers * WORKER;
    }
}
