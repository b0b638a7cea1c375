package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.require;
import static dev.gimbal.tensor.reference.Checks.requireApart;
import static dev.gimbal.tensor.reference.Checks.requirePrecision;
import static dev.gimbal.tensor.reference.Checks.requireShape;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Products;
import dev.gimbal.tensor.Tensor;

/** Matrix products, element by element. */
final class ReferenceProducts implements Products {
    @Override
    public void multiply(
            double alpha, Tensor a, boolean transposeA, Tensor b, boolean transposeB, double beta, Tensor c) {
        HeapTensor left = HeapTensor.of(a);
        HeapTensor right = HeapTensor.of(b);
        HeapTensor out = HeapTensor.of(c);
        int inner = transposeA ? left.rows() : left.cols();
        require(inner == (transposeB ? right.cols() : right.rows()), "the inner sizes differ");
        requireShape(
                out, transposeA ? left.cols() : left.rows(), transposeB ? right.rows() : right.cols(), "the product");
        requirePrecision(out.precision(), left, right);
        requireApart(out, left);
        requireApart(out, right);
        for (int i = 0; i < out.rows(); i++) {
            for (int j = 0; j < out.cols(); j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += (transposeA ? left.get(k, i) : left.get(i, k))
                            * (transposeB ? right.get(j, k) : right.get(k, j));
                }
                out.set(i, j, beta == 0 ? alpha * sum : alpha * sum + beta * out.get(i, j));
            }
        }
    }

    @Override
    public void addGram(Tensor x, Tensor gram) {
        HeapTensor rows = HeapTensor.of(x);
        HeapTensor sums = HeapTensor.of(gram);
        requirePrecision(Precision.F32, rows, sums);
        requireShape(sums, rows.cols(), rows.cols(), "the Gram matrix");
        requireApart(sums, rows);
        for (int i = 0; i < rows.cols(); i++) {
            for (int j = 0; j < rows.cols(); j++) {
                sums.set(i, j, j < i ? Double.NaN : sums.get(i, j) + dotOfColumns(rows, i, j));
            }
        }
    }

    private static double dotOfColumns(HeapTensor x, int i, int j) {
        double sum = 0;
        for (int t = 0; t < x.rows(); t++) {
            sum += x.get(t, i) * x.get(t, j);
        }
        return sum;
    }
}
