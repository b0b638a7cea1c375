package dev.gimbal.tensor.reference;

/** Counts what the tensors of open scopes take; every element is a double. */
final class HeapMemory {
    private long usedBytes;
    private long peakBytes;

    /** @param bytes that came in use; negative for those that no longer are */
    synchronized void add(long bytes) {
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
    }

    synchronized long usedBytes() {
        return usedBytes;
    }

    synchronized long peakBytes() {
        return peakBytes;
    }
}
