package dev.gimbal.tensor.cuda.library;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Set;

/** The functions of CUDA's driver (libcuda) that are used; each returns a {@code CUresult}, 0 when it succeeded. */
public final class DriverCalls {
    /** Those whose current form has another name than their documentation. */
    private static final Set<String> SECOND = Set.of(
            "cuDeviceTotalMem",
            "cuDevicePrimaryCtxRelease",
            "cuMemGetInfo",
            "cuMemAlloc",
            "cuMemFree",
            "cuMemcpyHtoDAsync",
            "cuMemcpyDtoHAsync",
            "cuMemcpyDtoDAsync",
            "cuStreamDestroy",
            "cuEventDestroy");

    /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR}. */
    public static final int CAPABILITY_MAJOR = 75;

    /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR}. */
    public static final int CAPABILITY_MINOR = 76;

    /** {@code CUDA_ERROR_OUT_OF_MEMORY}. */
    public static final int OUT_OF_MEMORY = 2;

    /** {@code CUDA_ERROR_NO_DEVICE}. */
    public static final int NO_DEVICE = 100;

    /** {@code CU_STREAM_NON_BLOCKING}: does not wait for work of others in the process. */
    public static final int NON_BLOCKING = 1;

    /** {@code CU_EVENT_DISABLE_TIMING}. */
    public static final int NO_TIMING = 2;

    private static boolean loaded;

    private DriverCalls() {}

    /** @throws UnsatisfiedLinkError when the library or one of its functions is not there */
    public static synchronized void load(LibrarySearch search) {
        if (!loaded) {
            Native.register(DriverCalls.class, search.open("libcuda.so.1", SECOND));
            loaded = true;
        }
    }

    public static native int cuInit(int flags);

    public static native int cuDriverGetVersion(IntByReference version);

    public static native int cuGetErrorName(int error, PointerByReference name);

    public static native int cuDeviceGetCount(IntByReference count);

    public static native int cuDeviceGet(IntByReference device, int ordinal);

    public static native int cuDeviceGetName(byte[] name, int length, int device);

    public static native int cuDeviceGetAttribute(IntByReference value, int attribute, int device);

    public static native int cuDevicePrimaryCtxRetain(LongByReference context, int device);

    public static native int cuDevicePrimaryCtxRelease(int device);

    public static native int cuCtxSetCurrent(long context);

    public static native int cuMemGetInfo(LongByReference free, LongByReference total);

    public static native int cuMemAlloc(LongByReference address, long bytes);

    public static native int cuMemFree(long address);

    public static native int cuMemHostAlloc(PointerByReference address, long bytes, int flags);

    public static native int cuMemFreeHost(Pointer address);

    public static native int cuMemcpyHtoDAsync(long to, Pointer from, long bytes, long stream);

    public static native int cuMemcpyDtoHAsync(Pointer to, long from, long bytes, long stream);

    public static native int cuMemcpyDtoDAsync(long to, long from, long bytes, long stream);

    public static native int cuMemsetD32Async(long address, int value, long count, long stream);

    public static native int cuStreamCreate(LongByReference stream, int flags);

    public static native int cuStreamSynchronize(long stream);

    public static native int cuStreamDestroy(long stream);

    public static native int cuEventCreate(LongByReference event, int flags);

    public static native int cuEventRecord(long event, long stream);

    public static native int cuEventSynchronize(long event);

    public static native int cuEventDestroy(long event);

    public static native int cuModuleLoadData(LongByReference module, Pointer image);

    public static native int cuModuleGetFunction(LongByReference function, long module, String name);

    public static native int cuModuleUnload(long module);

    public static native int cuLaunchKernel(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            Pointer parameters,
            Pointer extra);
}
