package dev.gimbal.tensor.cpu;

import static dev.gimbal.tensor.cpu.CpuProducts.require;
import static org.bytedeco.openblas.global.openblas.*;

import dev.gimbal.tensor.Decompositions;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.Arrays;
import java.util.function.ToIntBiFunction;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/**
 * Factorisations by LAPACK, in double. LAPACK counts columns first: to it a row-major matrix is its own transpose, which
 * the calls below use where they can, since the row-major entry points copy.
 */
final class CpuDecompositions implements Decompositions {
    /** Rows of a shared triangular solve. */
    private static final int SOLVE_TILE = 128;

    private final Workers workers;
    private final Memory memory;
    private final CpuMoves moves;

    CpuDecompositions(Workers workers, Memory memory, CpuMoves moves) {
        this.workers = workers;
        this.memory = memory;
        this.moves = moves;
    }

    @Override
    public double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt) {
        int r = a.rows();
        int c = a.cols();
        int k = Math.min(r, c);
        require(u.rows() == r && u.cols() == k && vt.rows() == k && vt.cols() == c, a, u, vt);
        if (!finite(a)) {
            return null;
        }
        try (Scope scope = memory.open()) {
            CpuTensor work = CpuTensor.of(scope.f64(r, c), Precision.F64);
            CpuTensor values = CpuTensor.of(scope.f64(1, k), Precision.F64);
            // a^T = v s u^T: what LAPACK calls u is vt as it lies in memory, and the reverse.
            DoublePointer left = CpuTensor.of(vt, Precision.F64).doublesAt(0, 0);
            DoublePointer right = CpuTensor.of(u, Precision.F64).doublesAt(0, 0);
            ToIntBiFunction<DoublePointer, DoublePointer> divideAndConquer =
                    (in, s) -> LAPACKE_dgesdd(LAPACK_COL_MAJOR, (byte) 'S', c, r, in, c, s, left, c, right, k);
            ToIntBiFunction<DoublePointer, DoublePointer> iteration = (in, s) -> LAPACKE_dgesvd(
                    LAPACK_COL_MAJOR,
                    (byte) 'S',
                    (byte) 'S',
                    c,
                    r,
                    in,
                    c,
                    s,
                    left,
                    c,
                    right,
                    k,
                    superdiagonal(scope, k));
            moves.copy(a, work);
            int failed = divideAndConquer.applyAsInt(work.doublesAt(0, 0), values.doublesAt(0, 0));
            if (failed != 0) {
                moves.copy(a, work);
                failed = iteration.applyAsInt(work.doublesAt(0, 0), values.doublesAt(0, 0));
            }
            return failed == 0 ? vector(values) : null;
        }
    }

    private static DoublePointer superdiagonal(Scope scope, int k) {
        return CpuTensor.of(scope.f64(1, k), Precision.F64).doublesAt(0, 0);
    }

    @Override
    public double @Nullable [] symmetricEigen(Tensor a) {
        int n = a.rows();
        require(a.cols() == n, a);
        if (!finiteUpper(a)) {
            return null;
        }
        try (Scope scope = memory.open()) {
            CpuTensor values = CpuTensor.of(scope.f64(1, n), Precision.F64);
            int failed = LAPACKE_dsyevd(
                    LAPACK_ROW_MAJOR,
                    (byte) 'V',
                    (byte) 'U',
                    n,
                    CpuTensor.of(a, Precision.F64).doublesAt(0, 0),
                    n,
                    values.doublesAt(0, 0));
            return failed == 0 ? vector(values) : null;
        }
    }

    @Override
    public void qr(Tensor a, Tensor triangle) {
        int r = a.rows();
        int c = a.cols();
        require(r >= c && triangle.rows() == c && triangle.cols() == c, a, triangle);
        try (Scope scope = memory.open()) {
            DoublePointer matrix = CpuTensor.of(a, Precision.F64).doublesAt(0, 0);
            DoublePointer tau = CpuTensor.of(scope.f64(1, c), Precision.F64).doublesAt(0, 0);
            LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, r, c, matrix, c, tau);
            double[] row = new double[c];
            for (int i = 0; i < c; i++) {
                Arrays.fill(row, 0);
                a.read(i, i, row, i, c - i);
                triangle.write(i, 0, row, 0, c);
            }
            LAPACKE_dorgqr(LAPACK_ROW_MAJOR, r, c, c, matrix, c, tau);
        }
    }

    @Override
    public boolean cholesky(Tensor a) {
        int n = a.rows();
        require(a.cols() == n, a);
        DoublePointer matrix = CpuTensor.of(a, Precision.F64).doublesAt(0, 0);
        if (!finiteUpper(a) || LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', n, matrix, n) != 0) {
            return false;
        }
        double[] zeros = new double[n];
        for (int i = 1; i < n; i++) {
            a.write(i, 0, zeros, 0, i);
        }
        return true;
    }

    @Override
    public void solveRight(Tensor u, Tensor b) {
        int c = u.cols();
        require(u.rows() == c && b.cols() == c, u, b);
        CpuTensor factor = CpuTensor.of(u, Precision.F64);
        CpuTensor sides = CpuTensor.of(b, Precision.F64);
        workers.forEach(CpuProducts.ceilDiv(b.rows(), SOLVE_TILE), tile -> {
            int first = tile * SOLVE_TILE;
            int rows = Math.min(SOLVE_TILE, b.rows() - first);
            for (int transpose : new int[] {CblasNoTrans, CblasTrans}) {
                cblas_dtrsm(
                        CblasRowMajor,
                        CblasRight,
                        CblasUpper,
                        transpose,
                        CblasNonUnit,
                        rows,
                        c,
                        1,
                        factor.doublesAt(0, 0),
                        c,
                        sides.doublesAt(first, 0),
                        c);
            }
        });
    }

    @Override
    public int determinantSign(Tensor a) {
        int n = a.rows();
        require(a.cols() == n && a.precision() == Precision.F64, a);
        try (Scope scope = memory.open()) {
            CpuTensor work = CpuTensor.of(scope.f64(n, n), Precision.F64);
            moves.copy(a, work);
            int[] pivots = new int[n];
            try (IntPointer swaps = new IntPointer(n)) {
                if (LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, work.doublesAt(0, 0), n, swaps) != 0) {
                    return 0;
                }
                swaps.get(pivots);
            }
            int sign = 1;
            double[] diagonal = new double[1];
            for (int i = 0; i < n; i++) {
                work.read(i, i, diagonal, 0, 1);
                sign *= pivots[i] == i + 1 ? 1 : -1;
                sign *= (int) Math.signum(diagonal[0]);
            }
            return sign;
        }
    }

    private static double[] vector(Tensor row) {
        double[] values = new double[row.cols()];
        row.read(0, 0, values, 0, values.length);
        return values;
    }

    private static boolean finite(Tensor a) {
        double[] row = new double[a.cols()];
        for (int i = 0; i < a.rows(); i++) {
            a.read(i, 0, row, 0, row.length);
            if (!finite(row, 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean finiteUpper(Tensor a) {
        double[] row = new double[a.cols()];
        for (int i = 0; i < a.rows(); i++) {
            a.read(i, 0, row, 0, row.length);
            if (!finite(row, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean finite(double[] row, int from) {
        for (int j = from; j < row.length; j++) {
            if (!Double.isFinite(row[j])) {
                return false;
            }
        }
        return true;
    }
}
