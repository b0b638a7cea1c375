package dev.gimbal.tensor.cuda;

import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.cuda.library.BlasCalls;

/**
 * cuBLAS on one stream. With one stream and a workspace of its own it gives the same bits for the same call every time;
 * single precision is not rounded to TF32.
 */
final class CardBlas implements DeviceBlas {
    private final long handle;

    /** @param workspace of the card's memory, of {@code workspaceBytes} */
    CardBlas(long stream, long workspace, long workspaceBytes) {
        LongByReference created = new LongByReference();
        Outcome.ofLibrary(BlasCalls.cublasCreate(created), "cublasCreate");
        handle = created.getValue();
        Outcome.ofLibrary(BlasCalls.cublasSetStream(handle, stream), "cublasSetStream");
        Outcome.ofLibrary(BlasCalls.cublasSetWorkspace(handle, workspace, workspaceBytes), "cublasSetWorkspace");
        Outcome.ofLibrary(BlasCalls.cublasSetMathMode(handle, BlasCalls.DEFAULT_MATH), "cublasSetMathMode");
    }

    /** As in "12.9.1". */
    String version() {
        IntByReference version = new IntByReference();
        Outcome.ofLibrary(BlasCalls.cublasGetVersion(handle, version), "cublasGetVersion");
        int number = version.getValue();
        return number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
    }

    @Override
    public void gemm(
            Precision precision,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            long a,
            int lda,
            long b,
            int ldb,
            double beta,
            long c,
            int ldc) {
        int opA = operation(transposeA);
        int opB = operation(transposeB);
        if (precision == Precision.F32) {
            FloatByReference factor = new FloatByReference((float) alpha);
            FloatByReference kept = new FloatByReference((float) beta);
            int status = BlasCalls.cublasSgemm(handle, opA, opB, m, n, k, factor, a, lda, b, ldb, kept, c, ldc);
            Outcome.ofLibrary(status, "cublasSgemm");
        } else {
            DoubleByReference factor = new DoubleByReference(alpha);
            DoubleByReference kept = new DoubleByReference(beta);
            int status = BlasCalls.cublasDgemm(handle, opA, opB, m, n, k, factor, a, lda, b, ldb, kept, c, ldc);
            Outcome.ofLibrary(status, "cublasDgemm");
        }
    }

    @Override
    public void addSquareLower(int n, int k, long a, int lda, long c, int ldc) {
        FloatByReference one = new FloatByReference(1);
        int status = BlasCalls.cublasSsyrk(handle, BlasCalls.LOWER, BlasCalls.AS_IT_IS, n, k, one, a, lda, one, c, ldc);
        Outcome.ofLibrary(status, "cublasSsyrk");
    }

    @Override
    public void solveLower(boolean transpose, int m, int n, long l, int ldl, long b, int ldb) {
        int status = BlasCalls.cublasDtrsm(
                handle,
                BlasCalls.LEFT,
                BlasCalls.LOWER,
                operation(transpose),
                BlasCalls.NON_UNIT,
                m,
                n,
                new DoubleByReference(1),
                l,
                ldl,
                b,
                ldb);
        Outcome.ofLibrary(status, "cublasDtrsm");
    }

    private static int operation(boolean transpose) {
        return transpose ? BlasCalls.TRANSPOSED : BlasCalls.AS_IT_IS;
    }

    void destroy() {
        BlasCalls.cublasDestroy(handle);
    }
}
