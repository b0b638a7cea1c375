package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What normalisation, gating and cross-entropy do whatever the numbers are. */
interface LayerConformance {
    Backend backend();

    @Test
    default void normalisedRowsHaveAMeanSquareOfOneAndKeepTheirDirection() {
        for (double size : new double[] {1e-3, 1, 1e4, 1e15}) {
            double[][] x = Host.scaled(size, Host.random(1, 9, 50));
            double[][] normed = rmsNorm(x, Host.full(1, 50, 1), 0);
            for (int i = 0; i < 9; i++) {
                double squares = 0;
                for (int j = 0; j < 50; j++) {
                    squares += normed[i][j] * normed[i][j];
                    assertEquals(x[i][j] / x[i][0], normed[i][j] / normed[i][0], 1e-5 * Math.abs(x[i][j] / x[i][0]));
                }
                assertEquals(1, squares / 50, 1e-5, "size " + size);
            }
        }
    }

    @Test
    default void epsilonKeepsARowOfZerosAtZero() {
        double[][] normed = rmsNorm(Host.full(2, 6, 0), Host.full(1, 6, 3), 1e-6);
        assertArrayEquals(Host.full(2, 6, 0), normed);
    }

    @Test
    default void epsilonIsAddedToTheMeanSquare() {
        double[][] normed = rmsNorm(new double[][] {{3, -3}}, new double[][] {{1, 2}}, 16);
        assertTrue(Host.distance(new double[][] {{0.6, -1.2}}, normed) < 1e-6); // 3 / sqrt(9 + 16)
    }

    @Test
    default void gatesFarFromZeroPassOrClose() {
        double[][] gateUp = {{0, 1e4, -1e4, 100, -100, 1e-4, 5, 1e4, -1e4, 0.5, 2, 8}};
        double[][] expected = {{0, 1e8, 0, 50, 0, 4.0002e-4}};
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor out = bench.output(Precision.F32, 1, 6);
            backend().swiGlu(bench.f32(gateUp), out);
            double[][] actual = Workbench.values(out);
            for (int j = 0; j < 6; j++) {
                assertEquals(expected[0][j], actual[0][j], 1e-6 * Math.abs(expected[0][j]) + 1e-20, "column " + j);
            }
        }
    }

    @Test
    default void equalLogitsCostTheLogarithmOfTheVocabularyHoweverLargeTheyAre() {
        for (int vocabulary : new int[] {1, 2, 7, 1000}) {
            for (double logit : new double[] {-1e4, -1, 0, 1e4}) {
                double[] losses = crossEntropy(Host.full(2, vocabulary, logit), new int[] {0, vocabulary - 1});
                double[] expected = {Math.log(vocabulary), Math.log(vocabulary)};
                assertArrayEquals(expected, losses, 1e-5, vocabulary + " logits of " + logit);
            }
        }
    }

    @Test
    default void logitsFarApartOverflowNothing() {
        double[][] logits = {{1e4, -1e4, 0}, {1e4, -1e4, 0}, {1e4, -1e4, 0}, {-1e4, -1e4, -1e4 + 1}};
        double[] losses = crossEntropy(logits, new int[] {0, 1, 2, 0});
        assertArrayEquals(new double[] {0, 2e4, 1e4, Math.log(2 + Math.E)}, losses, 1e-3);
    }

    @Test
    default void rowsWithoutATargetKeepTheirLoss() {
        double[] losses = crossEntropy(Host.random(1, 3, 4), new int[] {-1, 2, Integer.MIN_VALUE});
        assertEquals(-7, losses[0]);
        assertTrue(losses[1] > 0);
        assertEquals(-7, losses[2]);
    }

    private double[][] rmsNorm(double[][] x, double[][] weight, double epsilon) {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor out = bench.output(Precision.F32, x.length, x[0].length);
            backend().rmsNorm(bench.f32(x), bench.f32(weight), epsilon, out);
            bench.assertGuardsUntouched();
            return Workbench.values(out);
        }
    }

    private double[] crossEntropy(double[][] logits, int[] targets) {
        double[] losses = new double[targets.length];
        Arrays.fill(losses, -7);
        try (Workbench bench = new Workbench(backend(), true)) {
            backend().crossEntropy(bench.f32(logits), targets, losses);
        }
        return losses;
    }
}
