package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of no rows: nothing is done, and nothing is done wrong. */
interface EmptyConformance {
    Backend backend();

    @ParameterizedTest
    @EnumSource
    default void noRowsMakeAProductOfNoRows(Precision precision) {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor x = empty(bench, precision, 5);
            Tensor y = empty(bench, precision, 3);
            backend().project(x, bench.tensor(precision, Host.random(1, 3, 5)), y);
            backend().addRow(y, bench.tensor(precision, Host.random(2, 1, 3)));
            backend().add(2, y, empty(bench, Precision.F64, 3));
            backend().copy(y, empty(bench, Precision.F32, 3));
            backend().fill(y, 1);
            backend().gatherColumns(y, new int[] {2, 0}, empty(bench, precision, 2));
            backend().gatherRows(bench.tensor(precision, Host.random(3, 4, 3)), new int[0], y);
            assertEquals(0, y.rows());
            bench.assertGuardsUntouched();
        }
    }

    /** A product over an inner size of 0 is a matrix of zeros. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.5})
    default void aProductOverNothingLeavesWhatBetaKeeps(double beta) {
        double[][] before = {{1, -2, 3}, {4, 5, -6}};
        for (Precision precision : Precision.values()) {
            try (Workbench bench = new Workbench(backend(), true)) {
                Tensor c = bench.tensor(precision, before);
                backend().multiply(1, empty(bench, precision, 2), true, empty(bench, precision, 3), false, beta, c);
                for (int i = 0; i < 2; i++) {
                    for (int j = 0; j < 3; j++) {
                        assertEquals(beta * before[i][j], Workbench.values(c)[i][j], 0.0);
                    }
                }
            }
        }
    }

    @Test
    default void noRowsAddNothingToASum() {
        double[][] sums = {{1, 2}, {2, 5}};
        double[] sum = {3, 4};
        double[] absoluteSum = {5, 6};
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor gram = bench.f32(sums);
            backend().addGram(empty(bench, Precision.F32, 2), gram);
            Tensor total = bench.f64(Host.full(2, 2, 0));
            backend().addSymmetric(gram, total);
            backend().addColumnSums(empty(bench, Precision.F32, 2), sum, absoluteSum);
            assertArrayEquals(sums, Workbench.values(total));
            assertArrayEquals(new double[] {3, 4}, sum);
            assertArrayEquals(new double[] {5, 6}, absoluteSum);
            assertEquals(0, backend().dot(empty(bench, Precision.F64, 2), empty(bench, Precision.F64, 2)));
        }
    }

    @Test
    default void aLayerOfNoTokensWritesNothing() {
        AttentionShape shape = new AttentionShape(3, 4, 2, 2, 1);
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor x = empty(bench, Precision.F32, 6);
            backend().rmsNorm(x, bench.f32(Host.full(1, 6, 1)), 1e-5, x);
            backend().swiGlu(x, empty(bench, Precision.F32, 3));
            backend().crossEntropy(x, new int[0], new double[0]);
            backend()
                    .attention(
                            empty(bench, Precision.F32, shape.qkvWidth()),
                            shape,
                            bench.f32(LayerComputations.rotary(shape)),
                            empty(bench, Precision.F32, 8));
            bench.assertGuardsUntouched();
        }
    }

    private static Tensor empty(Workbench bench, Precision precision, int cols) {
        return bench.output(precision, 1, cols).slice(1, 1);
    }
}
