package dev.gimbal.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.math.Dense;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeastSquaresTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** seed, d, m, k. */
    static Stream<Arguments> shapes() {
        return Stream.of(1L, 2L, 3L, 4L)
                .flatMap(seed -> Stream.of(new int[][] {{5, 18, 13}, {10, 12, 10}, {14, 9, 6}, {3, 7, 1}, {1, 5, 4}})
                        .map(s -> Arguments.of(seed, s[0], s[1], s[2])));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void unconstrainedFitIsThatOfTheTokensThemselves(long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 90, d, m, k);
        double[][] expected = Dense.transpose(Dense.leastSquares(sample.keptTokens(), sample.outputs()));

        Dense.assertNear(expected, fit(sample, CompensationKind.LEAST_SQUARES, false, 1), 1e-8);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void ridgeSolvesItsNormalEquations(long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 90, d, m, k);
        for (double lambda : new double[] {0, 1e-3, 1, 50}) {
            Dense.assertNear(
                    shrunk(sample, sample.keptWeight(), lambda),
                    fit(sample, CompensationKind.RIDGE, false, lambda),
                    1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void anchoredIsRidgeShrunkToTheRotation(long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 90, d, m, k);
        double[][] rotated = fit(sample, CompensationKind.ROTATION, false, 1);
        for (double lambda : new double[] {1e-3, 1, 50}) {
            Dense.assertNear(
                    shrunk(sample, rotated, lambda), fit(sample, CompensationKind.ANCHORED, false, lambda), 1e-9);
        }
        Dense.assertNear(rotated, fit(sample, CompensationKind.ANCHORED, false, 1e12), 1e-9);
    }

    /** {@code (P + r T)(G_KK + r I)^-1} by elimination, from the tokens. */
    private static double[][] shrunk(Sample sample, double[][] anchor, double lambda) {
        double[][] gram = sample.keptGram();
        int k = gram.length;
        double trace = 0;
        for (int i = 0; i < k; i++) {
            trace += gram[i][i];
        }
        double r = lambda * trace / k;
        double[][] p = Dense.times(Dense.transpose(sample.outputs()), sample.keptTokens());
        double[][] right = Dense.plus(p, r, anchor);
        double[][] left = Dense.plus(gram, r, Dense.identity(k));
        return Dense.transpose(Dense.solve(left, Dense.transpose(right)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void centredFitAndItsBiasAreThoseWithAConstantInput(long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 90, d, m, k);
        double[][] withOne = new double[90][];
        for (int i = 0; i < 90; i++) {
            withOne[i] = Arrays.copyOf(sample.keptTokens()[i], k + 1);
            withOne[i][k] = 1;
        }
        double[][] expected = Dense.transpose(Dense.leastSquares(withOne, sample.outputs()));
        try (Scope scope = BACKEND.open()) {
            Replacement replacement =
                    sample.compensate(BACKEND, scope, settings(CompensationKind.LEAST_SQUARES, true, 1));
            double[] bias = replacement.bias();
            assertNotNull(bias);
            double[][] actual = Dense.read(replacement.weight());
            for (int i = 0; i < d; i++) {
                actual[i] = Arrays.copyOf(actual[i], k + 1);
                actual[i][k] = bias[i];
            }
            Dense.assertNear(expected, actual, 1e-7);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lessShrinkingLeavesLessErrorOnWhatWasFitted(long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 90, d, m, k);
        double[] none = new double[d];
        double before = sample.error(fit(sample, CompensationKind.LEAST_SQUARES, false, 0), none);
        for (double lambda : new double[] {1e-4, 1e-2, 1, 100}) {
            double error = sample.error(fit(sample, CompensationKind.RIDGE, false, lambda), none);
            assertTrue(error >= before - 1e-12, lambda + ": " + error + " after " + before);
            before = error;
        }
        assertTrue(sample.error(sample.keptWeight(), none) >= before - 1e-12);
    }

    /** Columns whose difference is below the cut-off count as one; a fit that told them apart would be huge. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-6, 1e-5})
    void columnsThatAreNearlyTheSameShareTheirWeight(double difference) {
        Sample sample = Sample.random(9, 60, 4, 10, 6);
        Random random = new Random(2);
        for (double[] token : sample.tokens()) {
            token[sample.kept()[1]] = token[sample.kept()[0]] + difference * random.nextGaussian();
        }
        double[][] b = fit(sample, CompensationKind.LEAST_SQUARES, false, 1);
        for (double[] row : b) {
            assertEquals(row[0], row[1], 1e-4);
        }
        assertTrue(sample.error(b, new double[4]) <= sample.error(sample.keptWeight(), new double[4]));
    }

    @Test
    void fewerTokensThanColumnsStillGiveAFitThatMeetsThem() {
        Sample sample = Sample.random(10, 5, 4, 20, 14);
        double[][] b = fit(sample, CompensationKind.LEAST_SQUARES, false, 1);
        assertEquals(0, sample.error(b, new double[4]), 1e-9);
        Random random = new Random(4);
        Sample unseen = sample.withTokens(Dense.gaussian(random, 40, 20));
        assertTrue(unseen.error(b, new double[4]) > 0.1, "which says nothing of others");
    }

    private static double[][] fit(Sample sample, CompensationKind kind, boolean center, double lambda) {
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = sample.compensate(BACKEND, scope, settings(kind, center, lambda));
            assertEquals(kind, replacement.diagnostics().kind());
            return Dense.read(replacement.weight());
        }
    }

    private static MethodSettings settings(CompensationKind kind, boolean center, double lambda) {
        return Sample.settings(kind, center, lambda, PolarSolver.SVD, 0);
    }
}
