package dev.gimbal.tensor.cuda.library;

import com.sun.jna.Native;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions of cuSOLVER that are used; each returns a {@code cusolverStatus_t}, 0 when it succeeded. Its naming is
 * mixed, capital and all, because Java's name is the library's.
 */
@SuppressWarnings("MemberName")
public final class SolverCalls {
    /** {@code CUSOLVER_EIG_MODE_VECTOR}. */
    public static final int VECTORS = 1;

    private static @Nullable Toolkit loaded;

    private SolverCalls() {}

    /** @throws UnsatisfiedLinkError when the library or one of its functions is not there */
    public static synchronized void load(LibrarySearch search, Toolkit toolkit) {
        if (loaded != toolkit) {
            Native.register(SolverCalls.class, search.open(toolkit.solver(), Set.of()));
            loaded = toolkit;
        }
    }

    public static native int cusolverDnCreate(LongByReference handle);

    public static native int cusolverDnDestroy(long handle);

    public static native int cusolverDnSetStream(long handle, long stream);

    public static native int cusolverDnDpotrf_bufferSize(
            long handle, int triangle, int n, long a, int lda, IntByReference elements);

    public static native int cusolverDnDpotrf(
            long handle, int triangle, int n, long a, int lda, long work, int elements, long info);

    public static native int cusolverDnDgesvd_bufferSize(long handle, int m, int n, IntByReference elements);

    public static native int cusolverDnDgesvd(
            long handle,
            byte jobU,
            byte jobVt,
            int m,
            int n,
            long a,
            int lda,
            long s,
            long u,
            int ldu,
            long vt,
            int ldvt,
            long work,
            int elements,
            long superdiagonal,
            long info);

    public static native int cusolverDnDsyevd_bufferSize(
            long handle, int vectors, int triangle, int n, long a, int lda, long w, IntByReference elements);

    public static native int cusolverDnDsyevd(
            long handle, int vectors, int triangle, int n, long a, int lda, long w, long work, int elements, long info);

    public static native int cusolverDnDgeqrf_bufferSize(
            long handle, int m, int n, long a, int lda, IntByReference elements);

    public static native int cusolverDnDgeqrf(
            long handle, int m, int n, long a, int lda, long tau, long work, int elements, long info);

    public static native int cusolverDnDorgqr_bufferSize(
            long handle, int m, int n, int k, long a, int lda, long tau, IntByReference elements);

    public static native int cusolverDnDorgqr(
            long handle, int m, int n, int k, long a, int lda, long tau, long work, int elements, long info);

    public static native int cusolverDnDgetrf_bufferSize(
            long handle, int m, int n, long a, int lda, IntByReference elements);

    public static native int cusolverDnDgetrf(
            long handle, int m, int n, long a, int lda, long work, long pivots, long info);
}
