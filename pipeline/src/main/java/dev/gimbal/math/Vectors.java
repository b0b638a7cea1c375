package dev.gimbal.math;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** Vectors between the host and a backend, where they are rows; F64. */
public final class Vectors {
    private Vectors() {}

    /** {@code values} as a tensor [1, n]. */
    public static Tensor row(Scope scope, double[] values) {
        Tensor row = scope.f64(1, values.length);
        row.write(0, 0, values, 0, values.length);
        return row;
    }

    /** The only row of {@code row}, [n]. */
    public static double[] read(Tensor row) {
        double[] values = new double[row.cols()];
        row.read(0, 0, values, 0, values.length);
        return values;
    }

    /** {@code a x}: {@code a [r, c]}, {@code x [c]}; [r]. */
    public static double[] times(Backend backend, Tensor a, double[] x) {
        try (Scope scope = backend.open()) {
            Tensor product = scope.f64(1, a.rows());
            backend.multiply(1, row(scope, x), false, a, true, 0, product);
            return read(product);
        }
    }

    /** {@code into += factor * x y^T}: {@code x [r]}, {@code y [c]}, {@code into [r, c]}. */
    public static void addOuter(Backend backend, double factor, double[] x, double[] y, Tensor into) {
        try (Scope scope = backend.open()) {
            backend.multiply(factor, row(scope, x), true, row(scope, y), false, 1, into);
        }
    }

    /** {@code x . y}. */
    public static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
