package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.Backend;
import org.bytedeco.javacpp.Loader;

/** The {@code cuda} backend on a card that does not exist. */
public final class EmulatedCuda {
    private static final long CAPACITY_BYTES = 1L << 30;

    /** Small, and no power of two: rows are cut at odd places. */
    private static final int STAGING_BYTES = 1000;

    private EmulatedCuda() {}

    /** Each tensor has memory of its own, so that what reaches outside of it is found. */
    public static Backend open(int threads) {
        return open(threads, 0, "compute_70");
    }

    /**
     * Opens it.
     *
     * @param slabBytes of the arena
     * @param architecture of the kernels
     */
    public static Backend open(int threads, long slabBytes, String architecture) {
        Loader.load(org.bytedeco.openblas.global.openblas.class);
        org.bytedeco.openblas.presets.openblas.blas_set_num_threads(1);
        EmulatedDevice device = new EmulatedDevice(CAPACITY_BYTES, architecture);
        return CudaBackend.over(device, threads, CAPACITY_BYTES, slabBytes, STAGING_BYTES);
    }
}
