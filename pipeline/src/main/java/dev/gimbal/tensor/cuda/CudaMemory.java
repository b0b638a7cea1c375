package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.BlockPool.Block;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A card's memory, out of an {@link Arena}. */
final class CudaMemory implements BlockPool.Source<Long> {
    private final Arena arena;
    private final DeviceQueue queue;

    /** @param queue how tensors are read and written */
    CudaMemory(Arena arena, DeviceQueue queue) {
        this.arena = arena;
        this.queue = queue;
    }

    @Override
    public @Nullable Long allocate(Precision precision, long elements) {
        long address = arena.take(elements * precision.bytes());
        return address == 0 ? null : address;
    }

    @Override
    public void free(Long address) {
        arena.give(address);
    }

    @Override
    public boolean typed() {
        return false;
    }

    @Override
    public Tensor tensor(Block<Long> block, Precision precision, int rows, int cols) {
        return new CudaTensor(queue, block, 0, precision, rows, cols);
    }
}
