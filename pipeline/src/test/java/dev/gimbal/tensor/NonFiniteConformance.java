package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are none show in what is computed of them, and in nothing else. */
interface NonFiniteConformance {
    /** The token that is spoilt. */
    int BAD = 5;

    Backend backend();

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    default void aBadTokenSpoilsItsOwnRowOfAProductAndOfANormAlone(double bad) {
        Backend backend = backend();
        assertOnlyTheBadRowDiffers(
                bad, 7, (bench, io) -> backend.project(io[0], bench.f32(Host.random(2, 4, 7)), io[1]));
        assertOnlyTheBadRowDiffers(
                bad, 4, (bench, io) -> backend.rmsNorm(io[0], bench.f32(Host.full(1, 4, 1)), 1e-5, io[1]));
    }

    @Test
    default void aBadTokenSpoilsItsOwnRowOfGatesAlone() {
        assertOnlyTheBadRowDiffers(Double.NaN, 8, (bench, io) -> backend().swiGlu(io[0], io[1]));
    }

    private void assertOnlyTheBadRowDiffers(double bad, int cols, BiConsumer<Workbench, Tensor[]> operation) {
        double[][] good = rows(Host.random(1, 9, cols), operation);
        double[][] spoilt = Host.random(1, 9, cols);
        spoilt[BAD][1] = bad;
        double[][] actual = rows(spoilt, operation);
        for (int i = 0; i < 9; i++) {
            if (i == BAD) {
                assertFalse(finite(actual[i]), "the bad row shows it");
            } else {
                assertArrayEquals(good[i], actual[i], "row " + i);
            }
        }
    }

    private double[][] rows(double[][] x, BiConsumer<Workbench, Tensor[]> operation) {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor out = bench.output(Precision.F32, x.length, 4);
            operation.accept(bench, new Tensor[] {bench.f32(x), out});
            bench.assertGuardsUntouched();
            return Workbench.values(out);
        }
    }

    private static boolean finite(double[] row) {
        for (double element : row) {
            if (!Double.isFinite(element)) {
                return false;
            }
        }
        return true;
    }

    @Test
    default void aBadTokenSpoilsItsOwnLossAlone() {
        int[] targets = {0, 1, 2, 3, 0, 1, 2, 3, 0};
        double[][] logits = Host.random(1, 9, 4);
        double[] good = losses(logits, targets);
        logits[BAD][0] = Double.NaN;
        double[] actual = losses(logits, targets);
        for (int i = 0; i < 9; i++) {
            assertEquals(i == BAD ? Double.NaN : good[i], actual[i]);
        }
    }

    private double[] losses(double[][] logits, int[] targets) {
        double[] losses = new double[targets.length];
        try (Workbench bench = new Workbench(backend(), true)) {
            backend().crossEntropy(bench.f32(logits), targets, losses);
        }
        return losses;
    }

    @Test
    default void aBadTokenSpoilsNoOtherWindowsAttention() {
        AttentionShape shape = new AttentionShape(3, 2, 1, 4, 0.5);
        double[][] qkv = Host.random(1, 9, shape.qkvWidth());
        double[][] good = attend(qkv, shape);
        qkv[BAD] = Host.full(1, shape.qkvWidth(), Double.NaN)[0]; // the last of the second window
        double[][] actual = attend(qkv, shape);
        assertFalse(finite(actual[BAD]));
        for (int i : new int[] {0, 1, 2, 6, 7, 8}) {
            assertArrayEquals(good[i], actual[i]);
        }
    }

    private double[][] attend(double[][] qkv, AttentionShape shape) {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor context = bench.output(Precision.F32, qkv.length, shape.heads() * shape.headSize());
            backend().attention(bench.f32(qkv), shape, bench.f32(LayerComputations.rotary(shape)), context);
            return Workbench.values(context);
        }
    }

    @Test
    default void aBadChannelSpoilsItsOwnSumsAlone() {
        double[][] x = Host.random(1, 70, 5);
        x[66][3] = Double.NaN;
        double[] sum = new double[5];
        double[] absoluteSum = new double[5];
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor rows = bench.f32(x);
            Tensor gram = bench.f32(Host.full(5, 5, 0));
            Tensor total = bench.f64(Host.full(5, 5, 0));
            backend().addGram(rows, gram);
            backend().addSymmetric(gram, total);
            backend().addColumnSums(rows, sum, absoluteSum);
            double[][] sums = Workbench.values(total);
            for (int i = 0; i < 5; i++) {
                assertEquals(i == 3, Double.isNaN(sum[i]));
                assertEquals(i == 3, Double.isNaN(absoluteSum[i]));
                for (int j = 0; j < 5; j++) {
                    assertEquals(i == 3 || j == 3, Double.isNaN(sums[i][j]), i + ", " + j);
                }
            }
            assertTrue(Double.isNaN(backend().dot(total, total)));
        }
    }

    @Test
    default void movesKeepNumbersThatAreNone() {
        double[][] odd = {{Double.NaN, Double.POSITIVE_INFINITY}, {Double.NEGATIVE_INFINITY, 1}};
        for (Precision precision : Precision.values()) {
            try (Workbench bench = new Workbench(backend(), true)) {
                Tensor x = bench.tensor(precision, odd);
                Tensor taken = bench.output(precision, 2, 2);
                backend().gatherColumns(x, new int[] {1, 0}, taken);
                double[][] swapped = {{Double.POSITIVE_INFINITY, Double.NaN}, {1, Double.NEGATIVE_INFINITY}};
                assertArrayEquals(swapped, Workbench.values(taken));
                backend().gatherRows(x, new int[] {1, 0}, taken);
                assertArrayEquals(new double[][] {odd[1], odd[0]}, Workbench.values(taken));
                backend().add(-1, x, taken);
                double[][] differences = {{Double.NaN, Double.NEGATIVE_INFINITY}, {Double.NaN, Double.POSITIVE_INFINITY}
                };
                assertArrayEquals(differences, Workbench.values(taken));
            }
        }
    }
}
