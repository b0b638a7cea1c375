package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.AssembledBackend;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.Workers;
import dev.gimbal.tensor.cuda.library.LibrarySearch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Graphics processors, by the system's CUDA. */
public final class CudaBackend {
    /** What is kept of returned memory unless another limit is set: the scratch of a few batches and one fit. */
    private static final long MOST_IDLE_BYTES = 192L << 20;

    /** One in so many bytes that the card has left stays for what cuSOLVER and the driver take themselves. */
    private static final int SPARED = 16;

    /** What the arena asks the driver for at least: a few large tensors of a layer. */
    private static final long SLAB_BYTES = 256L << 20;

    private CudaBackend() {}

    /**
     * Opens it, on the first card.
     *
     * @param threads workers, at least 1
     * @param limitBytes the most that tensors may take of the card's memory; null for nearly all that is left
     * @throws dev.gimbal.error.GimbalException (69) where a card, the driver or one of CUDA's libraries is missing or too
     *     old, with what to do; (75) where the card has no memory left
     */
    public static Backend open(int threads, @Nullable Long limitBytes) {
        LibrarySearch search = new LibrarySearch(System.getenv());
        CardDriver driver = CardDriver.find(search);
        KernelCache cache = KernelCache.ofUser(System.getenv(), Path.of(System.getProperty("user.home")));
        CardDevice device = new CardDevice(driver, search, cache);
        long left = device.freeBytes();
        long most = left - left / SPARED;
        long limit = limitBytes == null ? most : Math.min(limitBytes, most);
        return over(device, threads, limit, SLAB_BYTES, DeviceQueue.STAGING_BYTES);
    }

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
