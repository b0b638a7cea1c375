package dev.gimbal.tensor.cuda.library;

import com.sun.jna.Native;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions of cuBLAS that are used; each returns a {@code cublasStatus_t}, 0 when it succeeded. */
public final class BlasCalls {
    private static final Set<String> SECOND = Set.of(
            "cublasCreate",
            "cublasDestroy",
            "cublasGetVersion",
            "cublasSetStream",
            "cublasSetWorkspace",
            "cublasSgemm",
            "cublasDgemm",
            "cublasSsyrk",
            "cublasDtrsm");

    /** {@code CUBLAS_OP_N}. */
    public static final int AS_IT_IS = 0;

    /** {@code CUBLAS_OP_T}. */
    public static final int TRANSPOSED = 1;

    /** {@code CUBLAS_FILL_MODE_LOWER}, of cuSOLVER, too. */
    public static final int LOWER = 0;

    /** {@code CUBLAS_SIDE_LEFT}. */
    public static final int LEFT = 0;

    /** {@code CUBLAS_DIAG_NON_UNIT}. */
    public static final int NON_UNIT = 0;

    /** {@code CUBLAS_DEFAULT_MATH}: single precision stays single precision. */
    public static final int DEFAULT_MATH = 0;

    private static @Nullable Toolkit loaded;

    private BlasCalls() {}

    /** @throws UnsatisfiedLinkError when the library or one of its functions is not there */
    public static synchronized void load(LibrarySearch search, Toolkit toolkit) {
        if (loaded != toolkit) {
            Native.register(BlasCalls.class, search.open(toolkit.blas(), SECOND));
            loaded = toolkit;
        }
    }

    public static native int cublasCreate(LongByReference handle);

    public static native int cublasDestroy(long handle);

    public static native int cublasGetVersion(long handle, IntByReference version);

    public static native int cublasSetStream(long handle, long stream);

    public static native int cublasSetWorkspace(long handle, long workspace, long bytes);

    public static native int cublasSetMathMode(long handle, int mode);

    public static native int cublasSgemm(
            long handle,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            FloatByReference alpha,
            long a,
            int lda,
            long b,
            int ldb,
            FloatByReference beta,
            long c,
            int ldc);

    public static native int cublasDgemm(
            long handle,
            int transposeA,
            int transposeB,
            int m,
            int n,
            int k,
            DoubleByReference alpha,
            long a,
            int lda,
            long b,
            int ldb,
            DoubleByReference beta,
            long c,
            int ldc);

    public static native int cublasSsyrk(
            long handle,
            int triangle,
            int transpose,
            int n,
            int k,
            FloatByReference alpha,
            long a,
            int lda,
            FloatByReference beta,
            long c,
            int ldc);

    public static native int cublasDtrsm(
            long handle,
            int side,
            int triangle,
            int transpose,
            int diagonal,
            int m,
            int n,
            DoubleByReference alpha,
            long a,
            int lda,
            long b,
            int ldb);
}
