package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Scope;

/**
 * The memory of tensors on a card, and the end of the card.
 *
 * @param tensors where scopes open
 * @param arena what tensors' memory comes from
 * @param queue closed last
 */
record CudaPool(Memory tensors, Arena arena, DeviceQueue queue) implements Memory {
    @Override
    public Scope open() {
        return tensors.open();
    }

    @Override
    public long usedBytes() {
        return tensors.usedBytes();
    }

    @Override
    public long deviceBytes() {
        return tensors.usedBytes();
    }

    @Override
    public long peakBytes() {
        return tensors.peakBytes();
    }

    @Override
    public void keepIdle(long mostBytes) {
        tensors.keepIdle(mostBytes);
        arena.freeEmpty();
    }

    @Override
    public void close() {
        tensors.close();
        arena.freeEmpty();
        queue.close();
    }
}
