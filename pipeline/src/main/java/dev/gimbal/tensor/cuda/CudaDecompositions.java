package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.CudaTensor.require;

import dev.gimbal.tensor.Decompositions;
import dev.gimbal.tensor.Memory;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Factorisations by cuSOLVER, in double. It sees every matrix transposed; where that does not serve, the matrix is turned
 * before and after. Singular values, eigenvalues and QR are computed of the matrix over a power of two near its largest
 * element, which loses nothing: not every factorisation keeps numbers whose squares overflow or vanish.
 */
final class CudaDecompositions implements Decompositions {
    private final DeviceQueue queue;
    private final Memory memory;
    private final CudaMoves moves;
    private final MatrixKernels matrices;

    CudaDecompositions(DeviceQueue queue, Memory memory, CudaMoves moves) {
        this.queue = queue;
        this.memory = memory;
        this.moves = moves;
        this.matrices = new MatrixKernels(queue, memory);
    }

    @Override
    public double @Nullable [] singularValues(Tensor a, Tensor u, Tensor vt) {
        int r = a.rows();
        int c = a.cols();
        int k = Math.min(r, c);
        require(u.rows() == r && u.cols() == k && vt.rows() == k && vt.cols() == c, a, u, vt);
        CudaTensor matrix = f64(a);
        CudaTensor left = f64(u);
        CudaTensor right = f64(vt);
        double largest = matrices.largest(matrix, false);
        if (!Double.isFinite(largest)) {
            return null;
        }
        try (Scope scope = memory.open()) {
            double unit = powerOfTwo(largest);
            CudaTensor values = f64(scope.f64(1, k));
            int info;
            if (r <= c) { // a^T = vt^T s u^T, as it lies in memory
                CudaTensor work = f64(scope.f64(r, c));
                moves.copy(matrix, work);
                moves.scale(work, 1 / unit);
                info = gesvd(c, r, work, values, right, left);
            } else {
                CudaTensor work = f64(scope.f64(c, r));
                CudaTensor turnedLeft = f64(scope.f64(c, r));
                CudaTensor turnedRight = f64(scope.f64(c, c));
                matrices.transpose(matrix, work);
                moves.scale(work, 1 / unit);
                info = gesvd(r, c, work, values, turnedLeft, turnedRight);
                matrices.transpose(turnedLeft, left);
                matrices.transpose(turnedRight, right);
            }
            return info == 0 ? scaled(vector(values), unit) : null;
        }
    }

    /** {@code m >= n}; {@code u} holds the m rows' vectors one after the other, {@code vt} those of the n columns. */
    private int gesvd(int m, int n, CudaTensor a, CudaTensor s, CudaTensor u, CudaTensor vt) {
        return run(solver -> solver.singularValues(m, n, a.address(), m, s.address(), u.address(), m, vt.address(), n));
    }

    /** The upper triangle is the lower one of what cuSOLVER sees; the vectors come as rows. */
    @Override
    public double @Nullable [] symmetricEigen(Tensor a) {
        int n = a.rows();
        require(a.cols() == n, a);
        CudaTensor matrix = f64(a);
        double largest = matrices.largest(matrix, true);
        if (!Double.isFinite(largest)) {
            return null;
        }
        try (Scope scope = memory.open()) {
            double unit = powerOfTwo(largest);
            CudaTensor work = f64(scope.f64(n, n));
            CudaTensor values = f64(scope.f64(1, n));
            matrices.upper(matrix, work);
            moves.scale(work, 1 / unit);
            int info = run(solver -> solver.symmetricEigen(n, work.address(), n, values.address()));
            matrices.transpose(work, matrix);
            return info == 0 ? scaled(vector(values), unit) : null;
        }
    }

    @Override
    public void qr(Tensor a, Tensor triangle) {
        int r = a.rows();
        int c = a.cols();
        require(r >= c && triangle.rows() == c && triangle.cols() == c, a, triangle);
        CudaTensor matrix = f64(a);
        CudaTensor upper = f64(triangle);
        double unit = powerOfTwo(matrices.largest(matrix, false));
        try (Scope scope = memory.open()) {
            CudaTensor turned = f64(scope.f64(c, r));
            long tau = f64(scope.f64(1, c)).address();
            matrices.transpose(matrix, turned);
            moves.scale(turned, 1 / unit);
            run(solver -> solver.qr(r, c, turned.address(), r, tau));
            matrices.transpose(turned, matrix);
            matrices.upper(matrix, upper);
            moves.scale(upper, unit);
            run(solver -> solver.orthogonal(r, c, turned.address(), r, tau));
            matrices.transpose(turned, matrix);
        }
    }

    /** Its diagonal is looked at, too: a pivot of 0 is not an error everywhere. */
    @Override
    public boolean cholesky(Tensor a) {
        int n = a.rows();
        require(a.cols() == n, a);
        CudaTensor matrix = f64(a);
        if (!Double.isFinite(matrices.largest(matrix, true))
                || run(solver -> solver.cholesky(n, matrix.address(), n)) != 0) {
            return false;
        }
        matrices.upper(matrix, matrix);
        for (double pivot : matrices.diagonal(matrix)) {
            if (!(pivot > 0 && Double.isFinite(pivot))) {
                return false;
            }
        }
        return true;
    }

    /** {@code (u^T u) x^T = b^T}: what cuBLAS sees of {@code u} is the lower triangle {@code u^T}. */
    @Override
    public void solveRight(Tensor u, Tensor b) {
        int c = u.cols();
        require(u.rows() == c && b.cols() == c, u, b);
        CudaTensor factor = f64(u);
        CudaTensor sides = f64(b);
        if (b.rows() == 0) {
            return;
        }
        for (boolean transpose : new boolean[] {false, true}) {
            queue.ask(device ->
                    device.blas().solveLower(transpose, c, b.rows(), factor.address(), c, sides.address(), c));
        }
    }

    /** Of triangles that are a permutation of the matrix's; each exchange of rows turns the sign. */
    @Override
    public int determinantSign(Tensor a) {
        int n = a.rows();
        require(a.cols() == n, a);
        CudaTensor matrix = f64(a);
        try (Scope scope = memory.open()) {
            CudaTensor work = f64(scope.f64(n, n));
            long pivots = CudaTensor.of(scope.f32(1, n)).address();
            moves.copy(matrix, work);
            if (run(solver -> solver.triangles(n, work.address(), n, pivots)) != 0) {
                return 0;
            }
            int[] exchanged = new int[n];
            queue.read(pivots, exchanged);
            double[] diagonal = matrices.diagonal(work);
            int sign = 1;
            for (int i = 0; i < n; i++) {
                sign *= exchanged[i] == i + 1 ? 1 : -1;
                sign *= (int) Math.signum(diagonal[i]);
            }
            return sign;
        }
    }

    /** Runs a factorisation with its scratch; what LAPACK calls {@code info}. */
    private int run(Function<DeviceSolver, DeviceSolver.Call> factorisation) {
        int[] info = new int[1];
        try (Scope scope = memory.open()) {
            DeviceSolver.Call[] call = new DeviceSolver.Call[1];
            queue.ask(device -> call[0] = factorisation.apply(device.solver()));
            int elements = call[0].workElements();
            long work = f64(scope.f64(1, Math.max(1, elements))).address();
            long place = CudaTensor.of(scope.f32(1, 1)).address();
            queue.ask(device -> call[0].run(work, elements, place));
            queue.read(place, info);
        }
        return info[0];
    }

    /** What is at most {@code largest} and more than half of it; 1 where there is nothing to divide. */
    private static double powerOfTwo(double largest) {
        return largest > 0 && Double.isFinite(largest) ? Math.scalb(1.0, Math.getExponent(largest)) : 1;
    }

    private static double[] scaled(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    private static double[] vector(Tensor row) {
        double[] values = new double[row.cols()];
        row.read(0, 0, values, 0, values.length);
        return values;
    }

    private static CudaTensor f64(Tensor tensor) {
        return CudaTensor.of(tensor, Precision.F64);
    }
}
