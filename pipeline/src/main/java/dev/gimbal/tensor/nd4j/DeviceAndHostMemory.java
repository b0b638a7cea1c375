package dev.gimbal.tensor.nd4j;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;

/**
 * ND4J's buffers, and what factorisations take in main memory.
 *
 * @param device where scopes open
 */
record DeviceAndHostMemory(Memory device, Memory host) implements Memory {
    @Override
    public Scope open() {
        return device.open();
    }

    @Override
    public long usedBytes() {
        return device.usedBytes() + host.usedBytes();
    }

    /** Each at its own highest: no less than what both ever took together. */
    @Override
    public long peakBytes() {
        return device.peakBytes() + host.peakBytes();
    }

    @Override
    public void keepIdle(long mostBytes) {
        device.keepIdle(mostBytes);
        host.keepIdle(mostBytes);
    }

    @Override
    public void close() {
        device.close();
        host.close();
    }
}
