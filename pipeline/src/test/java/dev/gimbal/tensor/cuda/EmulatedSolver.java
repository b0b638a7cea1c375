package dev.gimbal.tensor.cuda;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesvd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgetrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * cuSOLVER's conventions, held by LAPACK: columns first, {@code gesvd} for matrices that are not wide alone, scratch that
 * is written to, results of which the host sees nothing until it reads {@code info}.
 */
final class EmulatedSolver implements DeviceSolver {
    private static final byte SOME = 'S';
    private static final byte VECTORS = 'V';
    private static final byte LOWER = 'L';

    private final EmulatedDevice device;

    EmulatedSolver(EmulatedDevice device) {
        this.device = device;
    }

    /** Spoils its scratch, then runs. */
    private record EmulatedCall(EmulatedDevice device, int workElements, IntSupplier body) implements Call {
        @Override
        public void run(long work, int elements, long info) {
            if (elements < workElements) {
                throw new IllegalStateException("scratch of " + elements + " where " + workElements + " are needed");
            }
            device.queue(() -> {
                ByteBuffer scratch = device.memory().at(work, (long) workElements * Double.BYTES);
                for (int i = 0; i < workElements; i++) {
                    scratch.putDouble(i * Double.BYTES, Double.NaN);
                }
                device.memory().at(info, Integer.BYTES).putInt(0, body.getAsInt());
            });
        }
    }

    private Call call(int workElements, IntSupplier body) {
        return new EmulatedCall(device, workElements, body);
    }

    private DoublePointer matrix(long address, int height, int width, int ld) {
        return EmulatedBlas.doubles(device, address, height, width, ld);
    }

    private DoublePointer vector(long address, int length) {
        return EmulatedBlas.doubles(device, address, length, 1, length);
    }

    @Override
    public Call cholesky(int n, long a, int lda) {
        return call(n, () -> LAPACKE_dpotrf(LAPACK_COL_MAJOR, LOWER, n, matrix(a, n, n, lda), lda));
    }

    @Override
    public Call singularValues(int m, int n, long a, int lda, long s, long u, int ldu, long vt, int ldvt) {
        if (m < n) {
            throw new IllegalStateException("cuSOLVER's gesvd takes no matrix that is wider than high");
        }
        return call(
                m + 2,
                () -> LAPACKE_dgesvd(
                        LAPACK_COL_MAJOR,
                        SOME,
                        SOME,
                        m,
                        n,
                        matrix(a, m, n, lda),
                        lda,
                        vector(s, n),
                        matrix(u, m, n, ldu),
                        ldu,
                        matrix(vt, n, n, ldvt),
                        ldvt,
                        new DoublePointer(n)));
    }

    @Override
    public Call symmetricEigen(int n, long a, int lda, long w) {
        return call(
                3 * n,
                () -> LAPACKE_dsyevd(LAPACK_COL_MAJOR, VECTORS, LOWER, n, matrix(a, n, n, lda), lda, vector(w, n)));
    }

    @Override
    public Call qr(int m, int n, long a, int lda, long tau) {
        return call(n, () -> LAPACKE_dgeqrf(LAPACK_COL_MAJOR, m, n, matrix(a, m, n, lda), lda, vector(tau, n)));
    }

    @Override
    public Call orthogonal(int m, int n, long a, int lda, long tau) {
        return call(0, () -> LAPACKE_dorgqr(LAPACK_COL_MAJOR, m, n, n, matrix(a, m, n, lda), lda, vector(tau, n)));
    }

    @Override
    public Call triangles(int n, long a, int lda, long pivots) {
        return call(n, () -> {
            IntPointer exchanged = new IntPointer(
                    device.memory().at(pivots, (long) n * Integer.BYTES).asIntBuffer());
            return LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, matrix(a, n, n, lda), lda, exchanged);
        });
    }
}
