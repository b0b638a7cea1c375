package dev.gimbal.tensor.cpu;

import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.BlockPool.Block;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Main memory outside of Java's heap, by {@code malloc}. */
final class CpuMemory implements BlockPool.Source<CpuMemory.Aligned> {
    /** OpenBLAS and the processor's vectors like rows that start on a cache line. */
    private static final int ALIGNMENT = 64;

    /**
     * A piece of memory.
     *
     * @param start what to free
     * @param address where the first element is
     */
    record Aligned(Pointer start, long address) {}

    @Override
    public @Nullable Aligned allocate(Precision precision, long elements) {
        Pointer start = Pointer.malloc(elements * precision.bytes() + ALIGNMENT); // null when there is none
        return start == null ? null : new Aligned(start, (start.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    }

    @Override
    public void free(Aligned piece) {
        Pointer.free(piece.start());
    }

    @Override
    public boolean typed() {
        return false;
    }

    @Override
    public Tensor tensor(Block<Aligned> block, Precision precision, int rows, int cols) {
        return new CpuTensor(block, 0, precision, rows, cols);
    }
}
