package dev.gimbal.plan;

/** What the process takes beside tensors: Java, its objects and code, native code, the tokenizer. Measured, not derived. */
final class ProgramMemory {
    /** A process that prunes, without what the following constants count. */
    private static final long BASE = 130L << 20;

    /** What is left of a tokenizer when it has done its work, for each token that it knows. */
    private static final long TOKEN = 1000;

    /** Buffers of the arithmetic library and a stack, for each worker. */
    private static final long WORKER = 2L << 20;

    /** What the tokenizer takes for each byte of a text, which goes through it as a whole. */
    private static final long TEXT_BYTE = 155;

    /** The endpoint that a run is watched at, with a few who watch. */
    private static final long ENDPOINT = 60L << 20;

    private ProgramMemory() {}

    /** While layers are worked on. */
    static long working(Sizes sizes) {
        return BASE + sizes.workers() * WORKER + sizes.vocabulary() * TOKEN + (sizes.watched() ? ENDPOINT : 0);
    }

    /** While the texts are read, one after the other. */
    static long reading(Sizes sizes, Room room) {
        return working(sizes) + TEXT_BYTE * Math.max(room.calibrationBytes(), room.evaluationBytes());
    }
}
