package dev.gimbal.tensor.nd4j;

import static dev.gimbal.tensor.nd4j.Nd4jTensor.require;

import dev.gimbal.tensor.GramTiles;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Products;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/** Matrix products by ND4J's {@code matmul}, which hands whole views with their strides to BLAS. */
final class Nd4jProducts implements Products {
    /** The longest tile of a shared product. */
    private static final int PRODUCT_TILE = 512;

    /** Rows of one product of a Gram matrix: sums of fewer terms, added up in turn, lose less to rounding. */
    private static final int GRAM_ROWS = 256;

    private final Workers workers;

    Nd4jProducts(Workers workers) {
        this.workers = workers;
    }

    /**
     * {@code c = alpha * op(a) op(b) + beta * c} of matrices, or of as many matrices as the leading dimensions, which must
     * be equal, count.
     */
    static void matmul(
            double alpha, INDArray a, boolean transposeA, INDArray b, boolean transposeB, double beta, INDArray c) {
        MMulTranspose transposes = MMulTranspose.builder()
                .transposeA(transposeA)
                .transposeB(transposeB)
                .build();
        Nd4j.exec(new Mmul(a, b, c, alpha, beta, transposes));
    }

    @Override
    public void multiply(
            double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        Precision precision = c.precision();
        Nd4jTensor out = Nd4jTensor.of(c, precision);
        Product product = new Product(
                alpha, Nd4jTensor.of(a, precision), transposeA, Nd4jTensor.of(b, precision), transposeB, beta, out);
        require(product.fits(), a, b, c);
        if (c.rows() == 0) {
            return;
        }
        if (product.inner() == 0) {
            scale(beta, out.array());
        } else if (workers.working()) {
            product.tile(0, c.rows(), 0, c.cols());
        } else if (c.rows() >= c.cols()) {
            workers.forTiles(c.rows(), PRODUCT_TILE, (from, to) -> product.tile(from, to, 0, c.cols()));
        } else {
            workers.forTiles(c.cols(), PRODUCT_TILE, (from, to) -> product.tile(0, c.rows(), from, to));
        }
    }

    /** What is left of a product of nothing. */
    private static void scale(double beta, INDArray c) {
        if (beta == 0) {
            c.assign(0);
        } else {
            c.muli(beta);
        }
    }

    /** One product, any part of whose result can be computed alone. */
    private record Product(
            double alpha,
            Nd4jTensor a,
            boolean transposeA,
            Nd4jTensor b,
            boolean transposeB,
            double beta,
            Nd4jTensor c) {

        int inner() {
            return transposeA ? a.rows() : a.cols();
        }

        boolean fits() {
            return (transposeA ? a.cols() : a.rows()) == c.rows()
                    && (transposeB ? b.rows() : b.cols()) == c.cols()
                    && (transposeB ? b.cols() : b.rows()) == inner();
        }

        void tile(int fromRow, int toRow, int fromCol, int toCol) {
            int m = toRow - fromRow;
            int n = toCol - fromCol;
            INDArray left = transposeA ? a.part(0, fromRow, inner(), m) : a.part(fromRow, 0, m, inner());
            INDArray right = transposeB ? b.part(fromCol, 0, n, inner()) : b.part(0, fromCol, inner(), n);
            matmul(alpha, left, transposeA, right, transposeB, beta, c.part(fromRow, fromCol, m, n));
        }
    }

    @Override
    public void addGram(Tensor x, Tensor gram) {
        int m = x.cols();
        require(gram.rows() == m && gram.cols() == m, x, gram);
        Nd4jTensor from = Nd4jTensor.of(x, Precision.F32);
        Nd4jTensor into = Nd4jTensor.of(gram, Precision.F32);
        if (x.rows() == 0) {
            return;
        }
        GramTiles.forEach(workers, m, (row, col, height, width) -> gramTile(from, into, row, col, height, width));
    }

    private static void gramTile(Nd4jTensor x, Nd4jTensor gram, int fromRow, int fromCol, int height, int width) {
        INDArray sums = gram.part(fromRow, fromCol, height, width);
        for (int first = 0; first < x.rows(); first += GRAM_ROWS) {
            int rows = Math.min(GRAM_ROWS, x.rows() - first);
            INDArray left = x.part(first, fromRow, rows, height);
            INDArray right = fromRow == fromCol ? left : x.part(first, fromCol, rows, width);
            matmul(1, left, true, right, false, 1, sums);
        }
    }
}
