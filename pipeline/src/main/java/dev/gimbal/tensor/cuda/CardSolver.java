package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.library.BlasCalls.LOWER;
import static dev.gimbal.tensor.cuda.library.SolverCalls.VECTORS;

import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import dev.gimbal.tensor.cuda.library.SolverCalls;
import java.util.function.ToIntFunction;

/** cuSOLVER on one stream, in its default, deterministic mode. */
final class CardSolver implements DeviceSolver {
    private final long handle;

    CardSolver(long stream) {
        LongByReference created = new LongByReference();
        Outcome.ofLibrary(SolverCalls.cusolverDnCreate(created), "cusolverDnCreate");
        handle = created.getValue();
        Outcome.ofLibrary(SolverCalls.cusolverDnSetStream(handle, stream), "cusolverDnSetStream");
    }

    /** What a factorisation is run with. */
    private interface Run {
        int run(long work, int elements, long info);
    }

    private record CardCall(String name, int workElements, Run body) implements Call {
        @Override
        public void run(long work, int elements, long info) {
            Outcome.ofLibrary(body.run(work, elements, info), name);
        }
    }

    private static Call call(String name, ToIntFunction<IntByReference> size, Run body) {
        IntByReference elements = new IntByReference();
        Outcome.ofLibrary(size.applyAsInt(elements), name + "_bufferSize");
        return new CardCall(name, elements.getValue(), body);
    }

    @Override
    public Call cholesky(int n, long a, int lda) {
        return call(
                "cusolverDnDpotrf",
                size -> SolverCalls.cusolverDnDpotrf_bufferSize(handle, LOWER, n, a, lda, size),
                (work, elements, info) -> SolverCalls.cusolverDnDpotrf(handle, LOWER, n, a, lda, work, elements, info));
    }

    @Override
    public Call singularValues(int m, int n, long a, int lda, long s, long u, int ldu, long vt, int ldvt) {
        byte some = (byte) 'S';
        return call(
                "cusolverDnDgesvd",
                size -> SolverCalls.cusolverDnDgesvd_bufferSize(handle, m, n, size),
                (work, elements, info) -> SolverCalls.cusolverDnDgesvd(
                        handle, some, some, m, n, a, lda, s, u, ldu, vt, ldvt, work, elements, 0, info));
    }

    @Override
    public Call symmetricEigen(int n, long a, int lda, long w) {
        return call(
                "cusolverDnDsyevd",
                size -> SolverCalls.cusolverDnDsyevd_bufferSize(handle, VECTORS, LOWER, n, a, lda, w, size),
                (work, elements, info) ->
                        SolverCalls.cusolverDnDsyevd(handle, VECTORS, LOWER, n, a, lda, w, work, elements, info));
    }

    @Override
    public Call qr(int m, int n, long a, int lda, long tau) {
        return call(
                "cusolverDnDgeqrf",
                size -> SolverCalls.cusolverDnDgeqrf_bufferSize(handle, m, n, a, lda, size),
                (work, elements, info) ->
                        SolverCalls.cusolverDnDgeqrf(handle, m, n, a, lda, tau, work, elements, info));
    }

    @Override
    public Call orthogonal(int m, int n, long a, int lda, long tau) {
        return call(
                "cusolverDnDorgqr",
                size -> SolverCalls.cusolverDnDorgqr_bufferSize(handle, m, n, n, a, lda, tau, size),
                (work, elements, info) ->
                        SolverCalls.cusolverDnDorgqr(handle, m, n, n, a, lda, tau, work, elements, info));
    }

    @Override
    public Call triangles(int n, long a, int lda, long pivots) {
        return call(
                "cusolverDnDgetrf",
                size -> SolverCalls.cusolverDnDgetrf_bufferSize(handle, n, n, a, lda, size),
                (work, elements, info) -> SolverCalls.cusolverDnDgetrf(handle, n, n, a, lda, work, pivots, info));
    }

    void destroy() {
        SolverCalls.cusolverDnDestroy(handle);
    }
}
