package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What attention does whatever the numbers are. */
interface AttentionConformance {
    Backend backend();

    @Test
    default void aTokenAloneAttendsToItself() {
        AttentionShape shape = new AttentionShape(1, 4, 2, 6, 0.4);
        double[][] qkv = singles(Host.random(1, 5, shape.qkvWidth()));
        double[][] context = attend(qkv, shape, LayerComputations.rotary(shape));
        for (int row = 0; row < 5; row++) {
            for (int head = 0; head < 4; head++) {
                for (int i = 0; i < 6; i++) {
                    assertEquals(qkv[row][36 + head / 2 * 6 + i], context[row][head * 6 + i], 1e-7);
                }
            }
        }
    }

    @Test
    default void equalKeysAverageTheValuesSoFar() {
        AttentionShape shape = new AttentionShape(7, 1, 1, 2, 1);
        double[][] qkv = Host.random(2, 7, 6);
        double[][] still = Host.full(7, 2, 0); // no rotation: cosines 1, sines 0
        for (int t = 0; t < 7; t++) {
            qkv[t][2] = 0.3;
            qkv[t][3] = -0.7;
            still[t][0] = 1;
        }
        double[][] context = attend(qkv, shape, still);
        double[] sum = new double[2];
        for (int t = 0; t < 7; t++) {
            for (int i = 0; i < 2; i++) {
                sum[i] += qkv[t][4 + i];
                assertEquals(sum[i] / (t + 1), context[t][i], 1e-6);
            }
        }
    }

    @Test
    default void tokensToComeHaveNoInfluence() {
        AttentionShape shape = new AttentionShape(140, 2, 1, 4, 0.5);
        double[][] qkv = Host.random(3, 140, shape.qkvWidth());
        double[][] context = attend(qkv, shape, LayerComputations.rotary(shape));
        for (int changed : new int[] {1, 127, 128, 139}) {
            double[][] other = Host.scaled(1, qkv);
            other[changed] = Host.random(4, 1, shape.qkvWidth())[0];
            double[][] after = attend(other, shape, LayerComputations.rotary(shape));
            for (int t = 0; t < changed; t++) {
                assertArrayEquals(context[t], after[t], "token " + t + " when " + changed + " changes");
            }
            assertTrue(Math.abs(context[changed][0] - after[changed][0]) > 1e-4, "the token itself changes");
        }
    }

    @Test
    default void windowsAreIndependent() {
        AttentionShape shape = new AttentionShape(6, 2, 2, 4, 0.5);
        double[][] both = Host.random(5, 12, shape.qkvWidth());
        double[][] context = attend(both, shape, LayerComputations.rotary(shape));
        for (int window = 0; window < 2; window++) {
            double[][] one = Arrays.copyOfRange(both, 6 * window, 6 * window + 6);
            double[][] alone = attend(one, shape, LayerComputations.rotary(shape));
            assertArrayEquals(alone, Arrays.copyOfRange(context, 6 * window, 6 * window + 6));
        }
    }

    @Test
    default void onlyDistancesBetweenPositionsMatter() {
        AttentionShape shape = new AttentionShape(9, 2, 1, 8, 0.35);
        double[][] qkv = Host.random(6, 9, shape.qkvWidth());
        double[][] later = LayerComputations.rotary(new AttentionShape(29, 2, 1, 8, 0.35));
        double[][] expected = attend(qkv, shape, LayerComputations.rotary(shape));
        double[][] actual = attend(qkv, shape, Arrays.copyOfRange(later, 20, 29));
        assertTrue(Host.distance(expected, actual) < 1e-5);
    }

    @Test
    default void queryHeadsOfAGroupReadTheGroupsKeysAndValues() {
        AttentionShape grouped = new AttentionShape(5, 6, 2, 4, 0.5);
        AttentionShape plain = new AttentionShape(5, 6, 6, 4, 0.5);
        double[][] qkv = Host.random(7, 5, grouped.qkvWidth());
        double[][] repeated = new double[5][plain.qkvWidth()];
        for (int t = 0; t < 5; t++) {
            System.arraycopy(qkv[t], 0, repeated[t], 0, 24);
            for (int head = 0; head < 6; head++) {
                System.arraycopy(qkv[t], 24 + head / 3 * 4, repeated[t], 24 + head * 4, 4);
                System.arraycopy(qkv[t], 32 + head / 3 * 4, repeated[t], 48 + head * 4, 4);
            }
        }
        double[][] rotary = LayerComputations.rotary(grouped);
        assertTrue(Host.distance(attend(repeated, plain, rotary), attend(qkv, grouped, rotary)) < 1e-6);
    }

    @Test
    default void hugeScoresOverflowNothing() {
        AttentionShape shape = new AttentionShape(20, 2, 1, 4, 1);
        double[][] qkv = singles(Host.scaled(1e4, Host.random(8, 20, shape.qkvWidth())));
        double[][] context = attend(qkv, shape, LayerComputations.rotary(shape));
        for (int i = 0; i < 8; i++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int t = 0; t < 20; t++) {
                double value = qkv[t][12 + i % 4];
                least = Math.min(least, value);
                most = Math.max(most, value);
                assertTrue(
                        context[t][i] >= least - 0.1 && context[t][i] <= most + 0.1,
                        context[t][i] + " is no average of the values so far");
            }
        }
    }

    private double[][] attend(double[][] qkv, AttentionShape shape, double[][] rotary) {
        try (Workbench bench = new Workbench(backend(), true)) {
            Tensor context = bench.output(Precision.F32, qkv.length, shape.heads() * shape.headSize());
            backend().attention(bench.f32(qkv), shape, bench.f32(rotary), context);
            bench.assertGuardsUntouched();
            return Workbench.values(context);
        }
    }

    private static double[][] singles(double[][] values) {
        for (double[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) row[j];
            }
        }
        return values;
    }
}
