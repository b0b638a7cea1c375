package dev.gimbal.tensor.cpu;

import dev.gimbal.tensor.AssembledBackend;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.BlockPool;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Workers;
import org.bytedeco.javacpp.Loader;

/**
 * Processors, by OpenBLAS. BLAS itself runs on one thread; the workers bring the others, so that the same bytes come out
 * for any number of them.
 */
public final class CpuBackend {
    /** What is kept of returned memory unless another limit is set: the scratch of a few workers' batches and one fit. */
    public static final long MOST_IDLE_BYTES = 192L << 20;

    static {
        // Scopes free memory; JavaCPP's own accounting would cap it at the heap's size and watch it by collections.
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    }

    private CpuBackend() {}

    /**
     * Opens it.
     *
     * @param threads workers, at least 1
     * @throws UnsatisfiedLinkError when OpenBLAS cannot be loaded here
     */
    public static Backend open(int threads) {
        Loader.load(org.bytedeco.openblas.global.openblas.class);
        org.bytedeco.openblas.presets.openblas.blas_set_num_threads(1);
        Workers workers = new Workers(threads);
        Memory memory = new BlockPool<>(new CpuMemory(), MOST_IDLE_BYTES);
        CpuMoves moves = new CpuMoves(workers);
        return new AssembledBackend(
                "cpu",
                "OpenBLAS through JavaCPP on " + Loader.getPlatform() + ", " + threads + " workers",
                workers,
                memory,
                new CpuProducts(workers),
                moves,
                new CpuSums(workers),
                new CpuLayerOperations(moves),
                new CpuAttention(workers, memory),
                new CpuDecompositions(workers, memory, moves));
    }
}
