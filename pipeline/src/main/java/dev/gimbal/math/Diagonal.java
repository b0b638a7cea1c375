package dev.gimbal.math;

import dev.gimbal.tensor.Tensor;

/** The diagonal of square F64 matrices, on the host. */
public final class Diagonal {
    private Diagonal() {}

    /** A copy of the diagonal of {@code a [n, n]}, [n]. */
    public static double[] of(Tensor a) {
        double[] diagonal = new double[a.rows()];
        for (int i = 0; i < diagonal.length; i++) {
            a.read(i, i, diagonal, i, 1);
        }
        return diagonal;
    }

    /** The trace of {@code a}. */
    public static double sum(Tensor a) {
        double trace = 0;
        for (double element : of(a)) {
            trace += element;
        }
        return trace;
    }

    /** {@code a += shift * I}. */
    public static void add(Tensor a, double shift) {
        double[] element = new double[1];
        for (int i = 0; i < a.rows(); i++) {
            a.read(i, i, element, 0, 1);
            element[0] += shift;
            a.write(i, i, element, 0, 1);
        }
    }
}
