package dev.gimbal.compensation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.math.Dense;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptSumsTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 2, 1", "2, 30, 5, 9, 4", "3, 12, 8, 6, 5", "4, 60, 3, 20, 11", "5, 90, 4, 40, 37"})
    void errorFromSumsIsTheErrorOfTheOutputs(long seed, int n, int d, int m, int k) {
        Sample sample = Sample.random(seed, n, d, m, k);
        Random random = new Random(seed);
        double[] none = new double[d];
        try (Scope scope = BACKEND.open()) {
            KeptSums sums = sums(scope, sample);
            assertNear(
                    sample.error(sample.keptWeight(), none),
                    sums.qualityBefore().error());
            assertNear(
                    sample.error(sample.keptWeight(), none),
                    sums.quality(Dense.tensor(scope, sample.keptWeight()), null).error());
            double[][] b = Dense.gaussian(random, d, sample.kept().length);
            double[] bias = Dense.gaussian(random, 1, d)[0];
            assertNear(
                    sample.error(b, none),
                    sums.quality(Dense.tensor(scope, b), null).error());
            assertNear(
                    sample.error(b, bias),
                    sums.quality(Dense.tensor(scope, b), bias).error());
        }
    }

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, 1e-10 * Math.max(1, expected));
    }

    @Test
    void gathersWideTargetsBlockByBlock() {
        int m = 1100;
        Random random = new Random(1);
        double[][] x = Dense.gaussian(random, 3, m);
        int[] kept = random.ints(0, m).distinct().limit(1050).sorted().toArray();
        Sample sample = new Sample(x, Dense.gaussian(random, 2, m), kept);
        try (Scope scope = BACKEND.open()) {
            Equations equations = sums(scope, sample).equations();
            Dense.assertNear(sample.keptGram(), Dense.read(equations.gram()), 1e-12);
            Dense.assertNear(
                    Dense.times(Dense.transpose(sample.outputs()), sample.keptTokens()),
                    Dense.read(equations.p()),
                    1e-12);
        }
    }

    @Test
    void biasMakesTheMeanOutputRight() {
        Sample sample = Sample.random(6, 40, 5, 9, 4);
        double[][] b = Dense.gaussian(new Random(2), 5, 4);
        try (Scope scope = BACKEND.open()) {
            double[] bias = sums(scope, sample).bias(Dense.tensor(scope, b));
            double[] replaced = Dense.means(Dense.times(sample.keptTokens(), Dense.transpose(b)));
            Arrays.setAll(replaced, i -> replaced[i] + bias[i]);
            assertArrayEquals(Dense.means(sample.outputs()), replaced, 1e-12);
        }
    }

    @Test
    void sumsOfTwoSetsAreThoseOfAllTokens() {
        Sample all = Sample.random(7, 50, 6, 10, 7);
        Sample first = all.withTokens(Arrays.copyOf(all.tokens(), 20));
        Sample second = all.withTokens(Arrays.copyOfRange(all.tokens(), 20, 50));
        double[][] b = Dense.gaussian(new Random(3), 6, 7);
        double[] bias = {1, 2, 3, -1, 0, 0.5};
        try (Scope scope = BACKEND.open()) {
            KeptSums merged = sums(scope, first);
            merged.add(sums(scope, second));
            Tensor tensor = Dense.tensor(scope, b);
            assertNear(all.error(b, bias), merged.quality(tensor, bias).error());
            assertNear(
                    all.error(all.keptWeight(), new double[6]),
                    merged.qualityBefore().error());
            assertArrayEquals(sums(scope, all).bias(tensor), merged.bias(tensor), 1e-11);
            Dense.assertNear(
                    Dense.read(sums(scope, all).centered(scope).gram()),
                    Dense.read(merged.centered(scope).gram()),
                    1e-11);
        }
    }

    @Test
    void centeredEquationsAreThoseOfCentredTokens() {
        Sample sample = Sample.random(8, 30, 4, 8, 5);
        double[] means = Dense.means(sample.tokens());
        double[][] centred = new double[30][8];
        for (int i = 0; i < 30; i++) {
            double[] token = sample.tokens()[i];
            Arrays.setAll(centred[i], j -> token[j] - means[j]);
        }
        Sample moved = sample.withTokens(centred);
        try (Scope scope = BACKEND.open()) {
            Equations equations = sums(scope, sample).centered(scope);
            Dense.assertNear(moved.keptGram(), Dense.read(equations.gram()), 1e-11);
            Dense.assertNear(
                    Dense.times(Dense.transpose(moved.outputs()), moved.keptTokens()),
                    Dense.read(equations.p()),
                    1e-11);
        }
    }

    @Test
    void ofAnOutputThatIsZeroNothingIsLostAndAllThatIsAddedIsInfinite() {
        Sample silent = new Sample(new double[5][4], Dense.gaussian(new Random(1), 3, 4), new int[] {0, 2});
        try (Scope scope = BACKEND.open()) {
            KeptSums sums = sums(scope, silent);
            Tensor b = Dense.tensor(scope, silent.keptWeight());
            assertEquals(0, sums.qualityBefore().error());
            assertEquals(0, sums.quality(b, null).error());
            assertEquals(1, sums.quality(b, null).normRatio());
            assertEquals(
                    Double.POSITIVE_INFINITY,
                    sums.quality(b, new double[] {1, 0, 0}).error());
        }
    }

    private static KeptSums sums(Scope scope, Sample sample) {
        return new KeptSums(
                BACKEND,
                scope,
                Dense.tensor(scope, sample.weight()),
                Dense.tensor(scope, sample.keptWeight()),
                sample.kept(),
                sample.statistics(BACKEND, scope));
    }
}
