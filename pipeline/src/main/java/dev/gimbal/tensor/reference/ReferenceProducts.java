package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.require;
import static dev.gimbal.tensor.reference.Checks.requireApart;
import static dev.gimbal.tensor.reference.Checks.requireIndices;
import static dev.gimbal.tensor.reference.Checks.requirePrecision;
import static dev.gimbal.tensor.reference.Checks.requireShape;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Products;
import dev.gimbal.tensor.Tensor;

/** Matrix products and moves, element by element. */
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
    public void add(double factor, Tensor from, Tensor into) {
        HeapTensor source = HeapTensor.of(from);
        HeapTensor sum = HeapTensor.of(into);
        requireShape(source, sum.rows(), sum.cols(), "the addend");
        for (int i = 0; i < sum.rows(); i++) {
            for (int j = 0; j < sum.cols(); j++) {
                sum.set(i, j, sum.get(i, j) + factor * source.get(i, j));
            }
        }
    }

    @Override
    public void copy(Tensor from, Tensor into) {
        HeapTensor source = HeapTensor.of(from);
        HeapTensor copy = HeapTensor.of(into);
        requireShape(source, copy.rows(), copy.cols(), "the original");
        copy.setRows(source.toRows());
    }

    @Override
    public void fill(Tensor tensor, double value) {
        HeapTensor filled = HeapTensor.of(tensor);
        for (int i = 0; i < filled.rows(); i++) {
            for (int j = 0; j < filled.cols(); j++) {
                filled.set(i, j, value);
            }
        }
    }

    @Override
    public void gatherColumns(Tensor from, int[] columns, Tensor into) {
        HeapTensor source = HeapTensor.of(from);
        HeapTensor taken = HeapTensor.of(into);
        requirePrecision(taken.precision(), source);
        requireShape(taken, source.rows(), columns.length, "the columns taken");
        requireIndices(columns, taken.cols(), source.cols());
        requireApart(taken, source);
        for (int i = 0; i < taken.rows(); i++) {
            for (int j = 0; j < taken.cols(); j++) {
                taken.set(i, j, source.get(i, columns[j]));
            }
        }
    }

    @Override
    public void gatherRows(Tensor from, int[] rows, Tensor into) {
        HeapTensor source = HeapTensor.of(from);
        HeapTensor taken = HeapTensor.of(into);
        requirePrecision(taken.precision(), source);
        requireShape(taken, rows.length, source.cols(), "the rows taken");
        requireIndices(rows, taken.rows(), source.rows());
        requireApart(taken, source);
        for (int i = 0; i < taken.rows(); i++) {
            for (int j = 0; j < taken.cols(); j++) {
                taken.set(i, j, source.get(rows[i], j));
            }
        }
    }

    @Override
    public void addRow(Tensor x, Tensor row) {
        HeapTensor sum = HeapTensor.of(x);
        HeapTensor addend = HeapTensor.of(row);
        requireShape(addend, 1, sum.cols(), "the row");
        requirePrecision(sum.precision(), addend);
        requireApart(sum, addend);
        for (int i = 0; i < sum.rows(); i++) {
            for (int j = 0; j < sum.cols(); j++) {
                sum.set(i, j, sum.get(i, j) + addend.get(0, j));
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

    @Override
    public void addSymmetric(Tensor gram, Tensor total) {
        HeapTensor upper = HeapTensor.of(gram);
        HeapTensor sums = HeapTensor.of(total);
        requirePrecision(Precision.F32, upper);
        requirePrecision(Precision.F64, sums);
        requireShape(sums, upper.rows(), upper.rows(), "the total");
        requireShape(upper, upper.rows(), upper.rows(), "the Gram matrix");
        for (int i = 0; i < sums.rows(); i++) {
            for (int j = 0; j < sums.cols(); j++) {
                sums.set(i, j, sums.get(i, j) + upper.get(Math.min(i, j), Math.max(i, j)));
            }
        }
    }

    @Override
    public void addColumnSums(Tensor x, double[] sum, double[] absoluteSum) {
        HeapTensor rows = HeapTensor.of(x);
        requirePrecision(Precision.F32, rows);
        require(sum.length == rows.cols() && absoluteSum.length == rows.cols(), "a sum for each column is needed");
        for (int i = 0; i < rows.rows(); i++) {
            for (int j = 0; j < rows.cols(); j++) {
                sum[j] += rows.get(i, j);
                absoluteSum[j] += Math.abs(rows.get(i, j));
            }
        }
    }

    @Override
    public double dot(Tensor a, Tensor b) {
        HeapTensor left = HeapTensor.of(a);
        HeapTensor right = HeapTensor.of(b);
        requirePrecision(Precision.F64, left, right);
        requireShape(right, left.rows(), left.cols(), "the second operand");
        double sum = 0;
        for (int i = 0; i < left.rows(); i++) {
            for (int j = 0; j < left.cols(); j++) {
                sum += left.get(i, j) * right.get(i, j);
            }
        }
        return sum;
    }
}
