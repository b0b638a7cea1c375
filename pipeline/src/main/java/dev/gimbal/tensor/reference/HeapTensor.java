package dev.gimbal.tensor.reference;

import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Tensor;
import java.util.Objects;

/** A tensor on the heap. Elements are kept as doubles whatever the precision; those of F32 are rounded when written. */
final class HeapTensor implements Tensor {
    private final HeapScope scope;
    private final double[] elements; // row-major; a view shares it
    private final int start; // where row 0 begins
    private final Precision precision;
    private final int rows;
    private final int cols;

    HeapTensor(HeapScope scope, double[] elements, int start, Precision precision, int rows, int cols) {
        this.scope = scope;
        this.elements = elements;
        this.start = start;
        this.precision = precision;
        this.rows = rows;
        this.cols = cols;
    }

    /** The tensor as one of this backend, alive. */
    static HeapTensor of(Tensor tensor) {
        if (!(tensor instanceof HeapTensor heap)) {
            throw new IllegalArgumentException("a tensor of another backend");
        }
        heap.scope.requireOpen();
        return heap;
    }

    double get(int row, int col) {
        return elements[start + row * cols + col];
    }

    void set(int row, int col, double value) {
        elements[start + row * cols + col] = precision == Precision.F32 ? (float) value : value;
    }

    /** A copy, {@code [rows][cols]}. */
    double[][] toRows() {
        double[][] copy = new double[rows][cols];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                copy[i][j] = get(i, j);
            }
        }
        return copy;
    }

    /** Overwrites every element with those of {@code values [rows][cols]}. */
    void setRows(double[][] values) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                set(i, j, values[i][j]);
            }
        }
    }

    /** Whether the two share an element. */
    boolean overlaps(HeapTensor other) {
        return elements == other.elements
                && start < other.start + other.rows * other.cols
                && other.start < start + rows * cols;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int cols() {
        return cols;
    }

    @Override
    public Tensor slice(int from, int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new HeapTensor(scope, elements, start + from * cols, precision, to - from, cols);
    }

    @Override
    public void read(int row, int col, float[] into, int offset, int length) {
        checkAccess(Precision.F32, row, col, into.length, offset, length);
        for (int i = 0; i < length; i++) {
            into[offset + i] = (float) get(row, col + i);
        }
    }

    @Override
    public void write(int row, int col, float[] from, int offset, int length) {
        checkAccess(Precision.F32, row, col, from.length, offset, length);
        for (int i = 0; i < length; i++) {
            set(row, col + i, from[offset + i]);
        }
    }

    @Override
    public void read(int row, int col, double[] into, int offset, int length) {
        checkAccess(Precision.F64, row, col, into.length, offset, length);
        for (int i = 0; i < length; i++) {
            into[offset + i] = get(row, col + i);
        }
    }

    @Override
    public void write(int row, int col, double[] from, int offset, int length) {
        checkAccess(Precision.F64, row, col, from.length, offset, length);
        for (int i = 0; i < length; i++) {
            set(row, col + i, from[offset + i]);
        }
    }

    private void checkAccess(Precision expected, int row, int col, int arrayLength, int offset, int length) {
        scope.requireOpen();
        Checks.require(precision == expected, "host arrays of " + expected + " for a tensor of " + precision);
        Objects.checkIndex(row, rows);
        Objects.checkFromIndexSize(col, length, cols);
        Objects.checkFromIndexSize(offset, length, arrayLength);
    }
}
