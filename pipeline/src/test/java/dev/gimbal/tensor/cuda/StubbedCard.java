package dev.gimbal.tensor.cuda;

import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Precision;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;

/** A program of its own that computes a little on the card that it finds, and prints it; ends with the exit code. */
final class StubbedCard {
    private StubbedCard() {}

    public static void main(String[] arguments) {
        try (Backend backend = CudaBackend.open(2, 1L << 29)) {
            System.out.println(backend.description());
            System.out.println(backend.arithmetic());
            try (Scope scope = backend.open()) {
                products(backend, scope);
                solves(backend, scope);
                moves(backend, scope);
                workers(backend);
            }
        } catch (GimbalException e) {
            System.out.println(e.getMessage());
            System.exit(e.exitCode().code());
        }
    }

    private static void products(Backend backend, Scope scope) {
        Tensor x = tensor(scope, Precision.F32, new double[][] {{0, 1, 2}, {3, 4, 5}});
        Tensor w = tensor(scope, Precision.F32, new double[][] {{1, 0, 10}, {0, 1, 0}});
        Tensor y = scope.f32(2, 2);
        backend.project(x, w, y);
        print(y);
        Tensor gram = scope.f32(2, 2);
        backend.fill(gram, 0);
        backend.addGram(y, gram);
        backend.addGram(y, gram);
        print(gram.slice(0, 1));
        Tensor c = tensor(scope, Precision.F64, new double[][] {{1, 1}, {1, 1}});
        backend.multiply(0.5, c, true, c.slice(0, 2), false, 0, scope.f64(2, 2));
    }

    private static void solves(Backend backend, Scope scope) {
        Tensor a = tensor(scope, Precision.F64, new double[][] {{4, 2, 1}, {2, 5, 3}, {1, 3, 6}});
        Tensor b = tensor(scope, Precision.F64, new double[][] {{7, 10, 10}, {8, 4, 2}});
        System.out.println(backend.cholesky(a));
        backend.solveRight(a, b);
        print(b);
        System.out.println(backend.cholesky(tensor(scope, Precision.F64, new double[][] {{1, 2}, {2, 1}})));
    }

    private static void moves(Backend backend, Scope scope) {
        Tensor halves = scope.f32(2, 3);
        Tensor sums = scope.f64(2, 3);
        backend.fill(halves, 0.5);
        backend.fill(sums, 0);
        backend.add(3, halves, sums);
        print(sums);
        Tensor large = scope.f32(5000, 1000); // more than travels at once
        float[] row = new float[1000];
        for (int i = 0; i < large.rows(); i++) {
            Arrays.fill(row, i);
            large.write(i, 0, row, 0, row.length);
        }
        for (int i = 0; i < large.rows(); i++) {
            large.read(i, 0, row, 0, row.length);
            if (row[0] != i || row[999] != i) {
                throw new IllegalStateException("row " + i + " holds " + row[0]);
            }
        }
    }

    private static void workers(Backend backend) {
        backend.forEach(50, task -> {
            try (Scope scope = backend.open()) {
                Tensor filled = scope.f32(7, 9);
                backend.fill(filled, task + 1);
                float[] last = new float[1];
                filled.read(6, 8, last, 0, 1);
                if (last[0] != task + 1) {
                    throw new IllegalStateException("task " + task + " reads " + last[0]);
                }
            }
        });
        System.out.println("workers agree");
    }

    private static Tensor tensor(Scope scope, Precision precision, double[][] values) {
        Tensor tensor = scope.allocate(precision, values.length, values[0].length);
        for (int i = 0; i < values.length; i++) {
            if (precision == Precision.F64) {
                tensor.write(i, 0, values[i], 0, values[i].length);
                continue;
            }
            float[] row = new float[values[i].length];
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) values[i][j];
            }
            tensor.write(i, 0, row, 0, row.length);
        }
        return tensor;
    }

    private static void print(Tensor tensor) {
        for (int i = 0; i < tensor.rows(); i++) {
            if (tensor.precision() == Precision.F64) {
                double[] row = new double[tensor.cols()];
                tensor.read(i, 0, row, 0, row.length);
                Arrays.setAll(row, j -> Math.rint(1e9 * row[j]) / 1e9 + 0.0);
                System.out.println(Arrays.toString(row));
            } else {
                float[] row = new float[tensor.cols()];
                tensor.read(i, 0, row, 0, row.length);
                System.out.println(Arrays.toString(row));
            }
        }
    }
}
