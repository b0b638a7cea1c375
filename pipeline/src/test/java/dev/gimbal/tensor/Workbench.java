package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/**
 * Tensors of one backend for one computation. As views, they lie between guard rows of NaN: reading those shows in the
 * results, and writing to them is found at the end.
 */
final class Workbench implements AutoCloseable {
    private static final int GUARD = 2;

    private final Backend backend;
    private final Scope scope;
    private final boolean views;
    private final List<Tensor> guards = new ArrayList<>();

    Workbench(Backend backend, boolean views) {
        this.backend = backend;
        this.scope = backend.open();
        this.views = views;
    }

    Backend backend() {
        return backend;
    }

    Tensor f32(double[][] values) {
        return tensor(Precision.F32, values);
    }

    Tensor f64(double[][] values) {
        return tensor(Precision.F64, values);
    }

    Tensor tensor(Precision precision, double[][] values) {
        Tensor tensor = output(precision, values.length, values[0].length);
        for (int i = 0; i < values.length; i++) {
            write(tensor, i, values[i]);
        }
        return tensor;
    }

    /** A tensor of NaN, to be written to. */
    Tensor output(Precision precision, int rows, int cols) {
        Tensor whole = scope.allocate(precision, views ? rows + 2 * GUARD : rows, cols);
        double[] nan = Host.full(1, cols, Double.NaN)[0];
        for (int i = 0; i < whole.rows(); i++) {
            write(whole, i, nan);
        }
        if (!views) {
            return whole;
        }
        guards.add(whole.slice(0, GUARD));
        guards.add(whole.slice(GUARD + rows, whole.rows()));
        return whole.slice(GUARD, GUARD + rows);
    }

    /** Holds that nothing was written outside of the tensors that were handed out. */
    void assertGuardsUntouched() {
        for (Tensor guard : guards) {
            for (double[] row : values(guard)) {
                for (double element : row) {
                    assertTrue(Double.isNaN(element), "written outside of an operand: " + element);
                }
            }
        }
    }

    static void write(Tensor tensor, int row, double[] values) {
        if (tensor.precision() == Precision.F64) {
            tensor.write(row, 0, values, 0, values.length);
            return;
        }
        float[] rounded = new float[values.length];
        for (int j = 0; j < values.length; j++) {
            rounded[j] = (float) values[j];
        }
        tensor.write(row, 0, rounded, 0, rounded.length);
    }

    static double[][] values(Tensor tensor) {
        double[][] values = new double[tensor.rows()][tensor.cols()];
        float[] floats = new float[tensor.cols()];
        for (int i = 0; i < tensor.rows(); i++) {
            if (tensor.precision() == Precision.F64) {
                tensor.read(i, 0, values[i], 0, tensor.cols());
                continue;
            }
            tensor.read(i, 0, floats, 0, floats.length);
            for (int j = 0; j < floats.length; j++) {
                values[i][j] = floats[j];
            }
        }
        return values;
    }

    @Override
    public void close() {
        scope.close();
    }
}
