package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.AssembledBackend;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.Workers;

/** Graphics processors, by the system's CUDA. */
public final class CudaBackend {
    /** What is kept of returned memory unless another limit is set: the scratch of a few batches and one fit. */
    private static final long MOST_IDLE_BYTES = 192L << 20;

    private CudaBackend() {}

    /** The operations over a device, which the backend closes. */
    static Backend over(Device device, int threads, long limitBytes, long slabBytes, int stagingBytes) {
        DeviceQueue queue = new DeviceQueue(device, stagingBytes);
        Arena arena = new Arena(queue, limitBytes, slabBytes);
        CudaPool memory = new CudaPool(new BlockPool<>(new CudaMemory(arena, queue), MOST_IDLE_BYTES), arena, queue);
        CudaMoves moves = new CudaMoves(queue, memory);
        return new AssembledBackend(
                "cuda",
                device.description() + ", " + threads + " workers",
                device.arithmetic(),
                new Workers(threads),
                memory,
                new CudaProducts(queue, moves),
                moves,
                new CudaSums(queue, memory),
                new CudaLayerOperations(queue, memory, moves),
                new CudaAttention(queue),
                new CudaDecompositions(queue, memory, moves));
    }
}
