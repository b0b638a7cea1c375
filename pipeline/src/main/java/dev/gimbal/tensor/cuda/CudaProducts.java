package dev.gimbal.tensor.cuda;

import static dev.gimbal.tensor.cuda.CudaTensor.require;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Products;
import dev.gimbal.tensor.Tensor;

/** Matrix products by cuBLAS, which sees every matrix transposed: {@code c^T = op(b)^T op(a)^T}. */
final class CudaProducts implements Products {
    private final DeviceQueue queue;
    private final CudaMoves moves;

    CudaProducts(DeviceQueue queue, CudaMoves moves) {
        this.queue = queue;
        this.moves = moves;
    }

    @Override
    public void multiply(
            double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        int inner = transposeA ? a.rows() : a.cols();
        require(
                (transposeA ? a.cols() : a.rows()) == c.rows()
                        && (transposeB ? b.rows() : b.cols()) == c.cols()
                        && (transposeB ? b.cols() : b.rows()) == inner,
                a,
                b,
                c);
        Precision precision = c.precision();
        CudaTensor left = CudaTensor.of(a, precision);
        CudaTensor right = CudaTensor.of(b, precision);
        CudaTensor into = CudaTensor.of(c, precision);
        if (c.rows() == 0) {
            return;
        }
        if (inner == 0) {
            moves.scale(into, beta);
            return;
        }
        queue.ask(device -> device.blas()
                .gemm(
                        precision,
                        transposeB,
                        transposeA,
                        c.cols(),
                        c.rows(),
                        inner,
                        alpha,
                        right.address(),
                        b.cols(),
                        left.address(),
                        a.cols(),
                        beta,
                        into.address(),
                        c.cols()));
    }

    /** The upper triangle is the lower one of what cuBLAS sees, and {@code x^T x} a product with a transpose behind. */
    @Override
    public void addGram(Tensor x, Tensor gram) {
        int m = x.cols();
        require(gram.rows() == m && gram.cols() == m, x, gram);
        CudaTensor from = CudaTensor.of(x, Precision.F32);
        CudaTensor into = CudaTensor.of(gram, Precision.F32);
        if (x.rows() > 0) {
            queue.ask(device -> device.blas().addSquareLower(m, x.rows(), from.address(), m, into.address(), m));
        }
    }
}
