package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.require;
import static dev.gimbal.tensor.reference.Checks.requirePrecision;
import static dev.gimbal.tensor.reference.Checks.requireShape;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Sums;
import dev.gimbal.tensor.Tensor;

/** The sums that statistics and solves are made of, element by element. */
final class ReferenceSums implements Sums {
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
