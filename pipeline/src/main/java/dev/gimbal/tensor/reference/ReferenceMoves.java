package dev.gimbal.tensor.reference;

import static dev.gimbal.tensor.reference.Checks.requireApart;
import static dev.gimbal.tensor.reference.Checks.requireIndices;
import static dev.gimbal.tensor.reference.Checks.requirePrecision;
import static dev.gimbal.tensor.reference.Checks.requireShape;

import dev.gimbal.tensor.Moves;
import dev.gimbal.tensor.Tensor;

/** Copies, gathers and element-wise sums, element by element. */
final class ReferenceMoves implements Moves {
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
}
