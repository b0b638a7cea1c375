package dev.gimbal.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Matrix products, Gram matrices, column sums and dot products. */
final class ProductComputations {
    /** {@code [m, k] [k, n]}: single rows and columns, odd sizes, and results wide or tall enough to be shared. */
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {1, 7, 5},
        {5, 1, 3},
        {3, 4, 1},
        {1, 300, 1},
        {260, 700, 20},
        {16, 16, 16},
        {33, 17, 29},
        {600, 9, 5},
        {5, 9, 600}
    };

    private static final double[][] FACTORS = {{1, 0}, {-0.5, 1}, {2, 0.25}, {1, 1}, {3, 0}};

    private ProductComputations() {}

    static Stream<Computation> all() {
        List<Computation> all = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            for (int i = 0; i < SHAPES.length; i++) {
                for (int transposes = 0; transposes < 4; transposes++) {
                    double[] factors = FACTORS[(i + transposes) % FACTORS.length];
                    all.add(multiply(precision, SHAPES[i], transposes % 2 == 1, transposes > 1, factors));
                }
            }
        }
        for (int[] shape : new int[][] {{1, 1}, {1, 6}, {9, 1}, {40, 33}, {20, 300}, {4, 600}, {900, 70}}) {
            all.add(addGram(shape[0], shape[1]));
        }
        for (int[] shape : new int[][] {{1, 1}, {1, 8}, {70, 1}, {3, 40}, {200, 30}, {150, 700}}) {
            all.add(addColumnSums(shape[0], shape[1]));
            all.add(dot(shape[0], shape[1]));
            all.add(project(shape[0], shape[1]));
        }
        return all.stream();
    }

    private static Computation multiply(
            Precision precision, int[] shape, boolean transposeA, boolean transposeB, double[] factors) {
        int m = shape[0];
        int k = shape[1];
        int n = shape[2];
        String name = "multiply %s a%s b%s [%d, %d, %d] alpha %s beta %s"
                .formatted(precision, transposeA ? "^T" : "", transposeB ? "^T" : "", m, k, n, factors[0], factors[1]);
        return new Computation(name, Math.abs(factors[0]) * Computation.rounding(precision, k), bench -> {
            Tensor a = bench.tensor(precision, transposeA ? Host.random(k, k, m) : Host.random(k, m, k));
            Tensor b = bench.tensor(precision, transposeB ? Host.random(n, n, k) : Host.random(n, k, n));
            // With beta 0 the result starts as NaN, which must not show.
            Tensor c = factors[1] == 0 ? bench.output(precision, m, n) : bench.tensor(precision, Host.random(m, m, n));
            bench.backend().multiply(factors[0], a, transposeA, b, transposeB, factors[1], c);
            return Workbench.values(c);
        });
    }

    private static Computation project(int t, int in) {
        return new Computation("project [%d, %d]".formatted(t, in), Computation.rounding(Precision.F32, in), bench -> {
            Tensor x = bench.f32(Host.random(t, t, in));
            Tensor w = bench.f32(Host.random(in, 11, in));
            Tensor y = bench.output(Precision.F32, t, 11);
            bench.backend().project(x, w, y);
            return Workbench.values(y);
        });
    }

    private static Computation addGram(int t, int m) {
        return new Computation(
                "addGram [%d, %d]".formatted(t, m), 2 * Computation.rounding(Precision.F32, t), bench -> {
                    Tensor gram = bench.f32(Host.upperOnly(Host.random(m, m, m)));
                    for (int batch = 0; batch < 2; batch++) {
                        bench.backend().addGram(bench.f32(Host.random(batch, t, m)), gram);
                    }
                    double[][] upper = Workbench.values(gram);
                    for (int i = 0; i < m; i++) {
                        Arrays.fill(upper[i], 0, i, 0);
                    }
                    return upper;
                });
    }

    private static Computation addColumnSums(int t, int m) {
        return new Computation(
                "addColumnSums [%d, %d]".formatted(t, m), Computation.rounding(Precision.F32, t), bench -> {
                    double[] sum = Host.random(1, 1, m)[0];
                    double[] absoluteSum = Host.random(2, 1, m)[0];
                    bench.backend().addColumnSums(bench.f32(Host.random(3, t, m)), sum, absoluteSum);
                    return new double[][] {sum, absoluteSum};
                });
    }

    private static Computation dot(int rows, int cols) {
        return new Computation(
                "dot [%d, %d]".formatted(rows, cols), Computation.rounding(Precision.F64, rows * cols), bench -> {
                    Tensor a = bench.f64(Host.random(1, rows, cols));
                    Tensor b = bench.f64(Host.random(2, rows, cols));
                    return new double[][] {{bench.backend().dot(a, b)}};
                });
    }
}
