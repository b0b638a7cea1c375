package dev.gimbal.tensor.cuda;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dtrsm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import dev.gimbal.tensor.Precision;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * cuBLAS's conventions, held by OpenBLAS: columns first, leading dimensions that cuBLAS refuses are refused, and an operand
 * that reaches outside of its memory is found.
 */
final class EmulatedBlas implements DeviceBlas {
    private final EmulatedDevice device;

    EmulatedBlas(EmulatedDevice device) {
        this.device = device;
    }

    /** A matrix of {@code height} by {@code width} elements, columns {@code ld} apart. */
    static FloatPointer floats(EmulatedDevice device, long address, int height, int width, int ld) {
        long count = count(height, width, ld);
        return new FloatPointer(device.memory().at(address, count * Float.BYTES).asFloatBuffer());
    }

    /** As {@link #floats}. */
    static DoublePointer doubles(EmulatedDevice device, long address, int height, int width, int ld) {
        long count = count(height, width, ld);
        return new DoublePointer(
                device.memory().at(address, count * Double.BYTES).asDoubleBuffer());
    }

    private static long count(int height, int width, int ld) {
        if (height < 1 || width < 1 || ld < height) {
            throw new IllegalStateException("no matrix is [" + height + ", " + width + "], " + ld + " apart");
        }
        return (long) ld * (width - 1) + height;
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
        int opA = transposeA ? CblasTrans : CblasNoTrans;
        int opB = transposeB ? CblasTrans : CblasNoTrans;
        int aHeight = transposeA ? k : m;
        int aWidth = transposeA ? m : k;
        int bHeight = transposeB ? n : k;
        int bWidth = transposeB ? k : n;
        if (precision == Precision.F32) {
            device.queue(() -> cblas_sgemm(
                    CblasColMajor,
                    opA,
                    opB,
                    m,
                    n,
                    k,
                    (float) alpha,
                    floats(device, a, aHeight, aWidth, lda),
                    lda,
                    floats(device, b, bHeight, bWidth, ldb),
                    ldb,
                    (float) beta,
                    floats(device, c, m, n, ldc),
                    ldc));
        } else {
            device.queue(() -> cblas_dgemm(
                    CblasColMajor,
                    opA,
                    opB,
                    m,
                    n,
                    k,
                    alpha,
                    doubles(device, a, aHeight, aWidth, lda),
                    lda,
                    doubles(device, b, bHeight, bWidth, ldb),
                    ldb,
                    beta,
                    doubles(device, c, m, n, ldc),
                    ldc));
        }
    }

    @Override
    public void addSquareLower(int n, int k, long a, int lda, long c, int ldc) {
        device.queue(() -> cblas_ssyrk(
                CblasColMajor,
                CblasLower,
                CblasNoTrans,
                n,
                k,
                1,
                floats(device, a, n, k, lda),
                lda,
                1,
                floats(device, c, n, n, ldc),
                ldc));
    }

    @Override
    public void solveLower(boolean transpose, int m, int n, long l, int ldl, long b, int ldb) {
        device.queue(() -> cblas_dtrsm(
                CblasColMajor,
                CblasLeft,
                CblasLower,
                transpose ? CblasTrans : CblasNoTrans,
                CblasNonUnit,
                m,
                n,
                1,
                doubles(device, l, m, m, ldl),
                ldl,
                doubles(device, b, m, n, ldb),
                ldb));
    }
}
