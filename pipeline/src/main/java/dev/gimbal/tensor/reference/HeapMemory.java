package dev.gimbal.tensor.reference;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;

/** Counts what the tensors of open scopes take; every element is a double. */
final class HeapMemory implements Memory {
    private long usedBytes;
    private long peakBytes;

    /** @param bytes that came in use; negative for those that no longer are */
    synchronized void add(long bytes) {
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
    }

    @Override
    public Scope open() {
        return new HeapScope(this);
    }

    @Override
    public synchronized long usedBytes() {
        return usedBytes;
    }

    @Override
    public synchronized long peakBytes() {
        return peakBytes;
    }

    /** The collector keeps what it likes. */
    @Override
    public void keepIdle(long mostBytes) {}

    /** There is nothing to give back. */
    @Override
    public void close() {}
}
