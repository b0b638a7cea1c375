package dev.gimbal.tensor;

/** What a backend's tensors take, and the scopes that own it. */
public interface Memory extends AutoCloseable {
    /** A new scope for tensors of this memory. */
    Scope open();

    /** Bytes that tensors take now, with what closed scopes gave back and this keeps for its next use. */
    long usedBytes();

    /** How many of {@link #usedBytes} are a graphics processor's own memory, not this machine's. */
    default long deviceBytes() {
        return 0;
    }

    /** The most that {@link #usedBytes} has ever been. */
    long peakBytes();

    /**
     * Keeps at most so much of what closed scopes give back, and frees at once what is more; memory that other native code
     * of the process has freed goes back to the system, too. It decides about speed alone: fresh memory costs more than
     * most uses of it.
     */
    void keepIdle(long mostBytes);

    /** Frees all there is, what a run that failed has left open too. */
    @Override
    void close();
}
