package dev.gimbal.tensor.cpu;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas.cblas_ssyrk;

import dev.gimbal.tensor.GramTiles;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Products;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.Workers;
import java.util.Arrays;

/** Matrix products by OpenBLAS. */
final class CpuProducts implements Products {
    /** The longest tile of a shared product: one is long enough that packing the other operand again is cheap. */
    private static final int PRODUCT_TILE = 512;

    private final Workers workers;

    CpuProducts(Workers workers) {
        this.workers = workers;
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
        Product product = new Product(
                alpha,
                CpuTensor.of(a, precision),
                transposeA,
                CpuTensor.of(b, precision),
                transposeB,
                beta,
                CpuTensor.of(c, precision),
                inner);
        if (workers.working()) {
            product.tile(0, c.rows(), 0, c.cols());
        } else if (c.rows() >= c.cols()) {
            int tile = productTile(c.rows());
            workers.forEach(
                    ceilDiv(c.rows(), tile),
                    i -> product.tile(i * tile, Math.min(c.rows(), (i + 1) * tile), 0, c.cols()));
        } else {
            int tile = productTile(c.cols());
            workers.forEach(
                    ceilDiv(c.cols(), tile),
                    i -> product.tile(0, c.rows(), i * tile, Math.min(c.cols(), (i + 1) * tile)));
        }
    }

    /** Whole vectors of 8, and an even number of tiles of nearly one length, which few workers share evenly. */
    private static int productTile(int length) {
        int tiles = 2 * ceilDiv(length, PRODUCT_TILE);
        return ceilDiv(ceilDiv(length, tiles), 8) * 8;
    }

    /** One product, any part of whose result can be computed alone. */
    private record Product(
            double alpha,
            CpuTensor a,
            boolean transposeA,
            CpuTensor b,
            boolean transposeB,
            double beta,
            CpuTensor c,
            int inner) {

        void tile(int fromRow, int toRow, int fromCol, int toCol) {
            int opA = transposeA ? CblasTrans : CblasNoTrans;
            int opB = transposeB ? CblasTrans : CblasNoTrans;
            int aRow = transposeA ? 0 : fromRow;
            int aCol = transposeA ? fromRow : 0;
            int bRow = transposeB ? fromCol : 0;
            int bCol = transposeB ? 0 : fromCol;
            int m = toRow - fromRow;
            int n = toCol - fromCol;
            if (c.precision() == Precision.F32) {
                cblas_sgemm(
                        CblasRowMajor,
                        opA,
                        opB,
                        m,
                        n,
                        inner,
                        (float) alpha,
                        a.floatsAt(aRow, aCol),
                        a.cols(),
                        b.floatsAt(bRow, bCol),
                        b.cols(),
                        (float) beta,
                        c.floatsAt(fromRow, fromCol),
                        c.cols());
            } else {
                cblas_dgemm(
                        CblasRowMajor,
                        opA,
                        opB,
                        m,
                        n,
                        inner,
                        alpha,
                        a.doublesAt(aRow, aCol),
                        a.cols(),
                        b.doublesAt(bRow, bCol),
                        b.cols(),
                        beta,
                        c.doublesAt(fromRow, fromCol),
                        c.cols());
            }
        }
    }

    @Override
    public void addGram(Tensor x, Tensor gram) {
        int m = x.cols();
        require(gram.rows() == m && gram.cols() == m, x, gram);
        CpuTensor from = CpuTensor.of(x, Precision.F32);
        CpuTensor into = CpuTensor.of(gram, Precision.F32);
        GramTiles.forEach(workers, m, (row, col, height, width) -> gramTile(from, into, row, col, height, width));
    }

    private static void gramTile(CpuTensor x, CpuTensor gram, int fromRow, int fromCol, int height, int width) {
        int m = x.cols();
        if (fromRow == fromCol) {
            cblas_ssyrk(
                    CblasRowMajor,
                    CblasUpper,
                    CblasTrans,
                    height,
                    x.rows(),
                    1,
                    x.floatsAt(0, fromRow),
                    m,
                    1,
                    gram.floatsAt(fromRow, fromCol),
                    m);
        } else {
            cblas_sgemm(
                    CblasRowMajor,
                    CblasTrans,
                    CblasNoTrans,
                    height,
                    width,
                    x.rows(),
                    1,
                    x.floatsAt(0, fromRow),
                    m,
                    x.floatsAt(0, fromCol),
                    m,
                    1,
                    gram.floatsAt(fromRow, fromCol),
                    m);
        }
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    static void require(boolean fits, Tensor... operands) {
        if (!fits) {
            throw new IllegalArgumentException("shapes do not fit: " + Arrays.toString(operands));
        }
    }
}
