package dev.gimbal.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Sums, copies, fills and gathers, in one precision or between two. */
final class MoveComputations {
    private static final int[][] SHAPES = {{1, 1}, {1, 9}, {9, 1}, {7, 5}, {200, 33}};

    private MoveComputations() {}

    static Stream<Computation> all() {
        List<Computation> all = new ArrayList<>();
        for (int[] shape : SHAPES) {
            for (Precision from : Precision.values()) {
                for (Precision into : Precision.values()) {
                    all.add(add(from, into, shape[0], shape[1]));
                    all.add(copy(from, into, shape[0], shape[1]));
                }
                all.add(fill(from, shape[0], shape[1]));
                all.add(gatherColumns(from, shape[0], shape[1]));
                all.add(gatherRows(from, shape[0], shape[1]));
                all.add(addRow(from, shape[0], shape[1]));
            }
        }
        for (int size : new int[] {1, 2, 63, 65, 200}) {
            all.add(addSymmetric(size));
        }
        return all.stream();
    }

    private static Computation add(Precision from, Precision into, int rows, int cols) {
        String name = "add %s to %s [%d, %d]".formatted(from, into, rows, cols);
        return new Computation(name, Computation.rounding(into, 1), bench -> {
            Tensor sum = bench.tensor(into, Host.random(1, rows, cols));
            bench.backend().add(-0.7, bench.tensor(from, Host.random(2, rows, cols)), sum);
            return Workbench.values(sum);
        });
    }

    private static Computation copy(Precision from, Precision into, int rows, int cols) {
        String name = "copy %s to %s [%d, %d]".formatted(from, into, rows, cols);
        return new Computation(name, 0, bench -> {
            Tensor copy = bench.output(into, rows, cols);
            bench.backend().copy(bench.tensor(from, Host.random(1, rows, cols)), copy);
            return Workbench.values(copy);
        });
    }

    private static Computation fill(Precision precision, int rows, int cols) {
        return new Computation("fill %s [%d, %d]".formatted(precision, rows, cols), 0, bench -> {
            Tensor filled = bench.output(precision, rows, cols);
            bench.backend().fill(filled, 0.1);
            return Workbench.values(filled);
        });
    }

    private static Computation gatherColumns(Precision precision, int rows, int cols) {
        return new Computation("gatherColumns %s [%d, %d]".formatted(precision, rows, cols), 0, bench -> {
            int[] columns = new Random(cols).ints(cols + 2, 0, cols).toArray(); // in any order, some twice
            Tensor taken = bench.output(precision, rows, columns.length);
            bench.backend().gatherColumns(bench.tensor(precision, Host.random(1, rows, cols)), columns, taken);
            return Workbench.values(taken);
        });
    }

    private static Computation gatherRows(Precision precision, int rows, int cols) {
        return new Computation("gatherRows %s [%d, %d]".formatted(precision, rows, cols), 0, bench -> {
            int[] taken = new Random(rows).ints(rows + 2, 0, rows).toArray();
            Tensor into = bench.output(precision, taken.length, cols);
            bench.backend().gatherRows(bench.tensor(precision, Host.random(1, rows, cols)), taken, into);
            return Workbench.values(into);
        });
    }

    private static Computation addRow(Precision precision, int rows, int cols) {
        String name = "addRow %s [%d, %d]".formatted(precision, rows, cols);
        return new Computation(name, Computation.rounding(precision, 1), bench -> {
            Tensor x = bench.tensor(precision, Host.random(1, rows, cols));
            bench.backend().addRow(x, bench.tensor(precision, Host.random(2, 1, cols)));
            return Workbench.values(x);
        });
    }

    private static Computation addSymmetric(int size) {
        return new Computation("addSymmetric [%d]".formatted(size), Computation.rounding(Precision.F64, 1), bench -> {
            Tensor total = bench.f64(Host.random(1, size, size));
            bench.backend().addSymmetric(bench.f32(Host.upperOnly(Host.random(2, size, size))), total);
            return Workbench.values(total);
        });
    }
}
