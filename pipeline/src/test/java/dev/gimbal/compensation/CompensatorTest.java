package dev.gimbal.compensation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.math.Dense;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CompensatorTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @ParameterizedTest
    @EnumSource(CompensationKind.class)
    void whereNothingIsDroppedTheWeightStaysToTheLastBit(CompensationKind kind) {
        Sample sample = Sample.random(1, 30, 5, 8, 8);
        for (boolean center : new boolean[] {false, true}) {
            try (Scope scope = BACKEND.open()) {
                Replacement replacement = compensate(scope, sample, sample, settings(kind, center));
                Dense.assertNear(sample.weight(), Dense.read(replacement.weight()), 0);
                double[] bias = replacement.bias();
                if (center || kind == CompensationKind.BIAS) {
                    assertArrayEquals(new double[5], bias);
                } else {
                    assertNull(bias);
                }
                assertEquals(new Errors(0, 0), replacement.diagnostics().fitted());
                assertEquals(new Errors(0, 0), replacement.diagnostics().heldOut());
                assertEquals(1, replacement.diagnostics().normRatio());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = CompensationKind.class, mode = Mode.EXCLUDE, names = "AUTO")
    void reportsTheErrorsOnBothSetsOfTokens(CompensationKind kind) {
        Sample seen = Sample.random(2, 60, 6, 14, 9);
        Sample unseen = seen.withTokens(Sample.random(3, 25, 6, 14, 9).tokens());
        for (boolean center : new boolean[] {false, true}) {
            try (Scope scope = BACKEND.open()) {
                Replacement replacement = compensate(scope, seen, unseen, settings(kind, center));
                double[][] b = Dense.read(replacement.weight());
                double[] given = replacement.bias();
                double[] bias = given == null ? new double[6] : given;
                double[] none = new double[6];
                TargetDiagnostics diagnostics = replacement.diagnostics();
                Errors heldOut = diagnostics.heldOut();
                assertNotNull(heldOut);
                assertEquals(
                        seen.error(seen.keptWeight(), none),
                        diagnostics.fitted().before(),
                        1e-10);
                assertEquals(seen.error(b, bias), diagnostics.fitted().after(), 1e-10);
                assertEquals(unseen.error(seen.keptWeight(), none), heldOut.before(), 1e-10);
                assertEquals(unseen.error(b, bias), heldOut.after(), 1e-10);
                assertEquals(center, diagnostics.centered());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = CompensationKind.class, mode = Mode.EXCLUDE, names = "AUTO")
    void heldOutTokensNeverEnterAFit(CompensationKind kind) {
        Sample seen = Sample.random(4, 60, 6, 14, 9);
        Sample unseen = seen.withTokens(Sample.random(5, 25, 6, 14, 9).tokens());
        try (Scope scope = BACKEND.open()) {
            Replacement without = compensate(scope, seen, null, settings(kind, true));
            Replacement with = compensate(scope, seen, unseen, settings(kind, true));
            Dense.assertNear(Dense.read(without.weight()), Dense.read(with.weight()), 0);
            assertArrayEquals(without.bias(), with.bias());
            assertNull(without.diagnostics().heldOut());
            assertEquals(without.diagnostics().fitted(), with.diagnostics().fitted());
        }
    }

    @Test
    void noneAndBiasKeepTheColumnsAndBiasAddsTheDroppedMeanOutput() {
        Sample sample = Sample.random(6, 40, 4, 9, 5);
        double[] means = Dense.means(sample.tokens());
        double[] expected = new double[4];
        for (int j = 0; j < 9; j++) {
            if (Arrays.binarySearch(sample.kept(), j) < 0) {
                for (int i = 0; i < 4; i++) {
                    expected[i] += sample.weight()[i][j] * means[j];
                }
            }
        }
        try (Scope scope = BACKEND.open()) {
            for (CompensationKind kind : List.of(CompensationKind.NONE, CompensationKind.BIAS)) {
                Replacement replacement = compensate(scope, sample, null, settings(kind, false));
                Dense.assertNear(sample.keptWeight(), Dense.read(replacement.weight()), 0);
                double[] bias = replacement.bias();
                if (kind == CompensationKind.NONE) {
                    assertNull(bias);
                } else {
                    assertArrayEquals(expected, bias, 1e-11);
                }
                assertNull(replacement.diagnostics().rotation());
                assertNull(replacement.diagnostics().lambda());
            }
        }
    }

    @Test
    void describesTheTarget() {
        Sample sample = Sample.random(7, 50, 5, 12, 8);
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = compensate(scope, sample, null, settings(CompensationKind.RIDGE, false));
            double[][] replaced = Dense.times(sample.keptTokens(), Dense.transpose(Dense.read(replacement.weight())));
            TargetDiagnostics diagnostics = replacement.diagnostics();
            assertEquals(Dense.norm(replaced) / Dense.norm(sample.outputs()), diagnostics.normRatio(), 1e-10);
            double[][] gram = Dense.times(Dense.transpose(sample.tokens()), sample.tokens());
            double rank = Math.pow(Dense.norm(sample.tokens()), 4) / Math.pow(Dense.norm(gram), 2);
            assertEquals(rank, diagnostics.effectiveRank(), 1e-9);
            assertEquals(0.1, diagnostics.lambda());
            assertNull(diagnostics.rotation());
            assertEquals(List.of(), diagnostics.candidates());
            assertEquals(List.of(), diagnostics.warnings());
        }
    }

    @ParameterizedTest
    @EnumSource(CompensationKind.class)
    void tokensThatAreAllZeroLeaveTheColumnsAsTheyAre(CompensationKind kind) {
        Sample silent = new Sample(new double[20][9], Dense.gaussian(new Random(1), 4, 9), new int[] {0, 2, 5, 6, 8});
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = compensate(scope, silent, silent, settings(kind, false));
            double[][] b = Dense.read(replacement.weight());
            if (kind == CompensationKind.LEAST_SQUARES) {
                assertEquals(0, Dense.norm(b), "the least of all solutions");
            } else {
                Dense.assertNear(silent.keptWeight(), b, 1e-12);
            }
            assertEquals(new Errors(0, 0), replacement.diagnostics().fitted());
            assertTrue(Double.isFinite(replacement.diagnostics().normRatio()));
        }
    }

    @Test
    void outputsThatCancelToZeroDoNotDivideByIt() {
        double[][] x = Dense.gaussian(new Random(2), 30, 3);
        for (double[] token : x) {
            token[1] = token[0];
            token[2] = 0;
        }
        Sample cancelled = new Sample(x, new double[][] {{1, -1, 5}, {2, -2, 1}}, new int[] {0, 2});
        try (Scope scope = BACKEND.open()) {
            for (CompensationKind kind : CompensationKind.values()) {
                Replacement replacement = compensate(scope, cancelled, cancelled, settings(kind, false));
                for (double[] row : Dense.read(replacement.weight())) {
                    assertTrue(Arrays.stream(row).allMatch(Double::isFinite), kind.label());
                }
            }
        }
    }

    @Test
    void autoWithoutHeldOutTokensIsRefusedWithWhatToDo() {
        Sample sample = Sample.random(8, 20, 3, 6, 4);
        MethodSettings settings = settings(CompensationKind.AUTO, false);
        try (Scope scope = BACKEND.open()) {
            for (Sample heldOut : Arrays.asList(null, sample.withTokens(new double[0][6]))) {
                GimbalException refusal =
                        assertThrows(GimbalException.class, () -> compensate(scope, sample, heldOut, settings));
                assertEquals(ExitCode.CONFIGURATION, refusal.exitCode());
                assertTrue(String.valueOf(refusal.getMessage()).contains("holdout"));
            }
        }
    }

    @Test
    void aWeightThatIsNotFiniteIsRefused() {
        Sample sample = Sample.random(9, 20, 3, 6, 4);
        sample.weight()[1][2] = Double.NaN;
        try (Scope scope = BACKEND.open()) {
            GimbalException refusal = assertThrows(
                    GimbalException.class,
                    () -> compensate(scope, sample, null, settings(CompensationKind.NONE, false)));
            assertEquals(ExitCode.DATA, refusal.exitCode());
        }
    }

    @Test
    void columnsOutOfRangeOrOrderAreRefused() {
        Sample sample = Sample.random(10, 20, 3, 6, 4);
        for (int[] kept : new int[][] {{}, {0, 6}, {-1, 2}, {2, 1}, {3, 3}}) {
            Sample wrong = new Sample(sample.tokens(), sample.weight(), kept);
            try (Scope scope = BACKEND.open()) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> compensate(scope, wrong, null, settings(CompensationKind.NONE, false)),
                        Arrays.toString(kept));
            }
        }
    }

    @Test
    void statisticsAndWeightStayAsTheyWere() {
        Sample sample = Sample.random(11, 30, 4, 8, 5);
        try (Scope scope = BACKEND.open()) {
            TargetStatistics seen = sample.statistics(BACKEND, scope);
            TargetStatistics unseen = sample.statistics(BACKEND, scope);
            double[][] gram = Dense.read(seen.gram());
            Tensor weight = Dense.tensor(scope, sample.weight());
            new Compensator(BACKEND, settings(CompensationKind.AUTO, true))
                    .compensate(scope, weight, sample.kept(), seen, unseen);
            Dense.assertNear(gram, Dense.read(seen.gram()), 0);
            Dense.assertNear(gram, Dense.read(unseen.gram()), 0);
            Dense.assertNear(sample.weight(), Dense.read(weight), 0);
            assertEquals(30, seen.n());
        }
    }

    @Test
    void theSameBytesComeOutForAnyNumberOfThreads() {
        Sample sample = Sample.random(12, 40, 20, 60, 45);
        List<double[][]> weights = IntStream.of(1, 2, 3)
                .mapToObj(threads -> {
                    try (Backend backend = CpuBackend.open(threads);
                            Scope scope = backend.open()) {
                        return Dense.read(sample.compensate(backend, scope, settings(CompensationKind.ANCHORED, false))
                                .weight());
                    }
                })
                .toList();
        Dense.assertNear(weights.get(0), weights.get(1), 0);
        Dense.assertNear(weights.get(0), weights.get(2), 0);
    }

    private static Replacement compensate(Scope scope, Sample seen, @Nullable Sample unseen, MethodSettings settings) {
        return new Compensator(BACKEND, settings)
                .compensate(
                        scope,
                        Dense.tensor(scope, seen.weight()),
                        seen.kept(),
                        seen.statistics(BACKEND, scope),
                        unseen == null ? null : unseenStatistics(scope, unseen));
    }

    private static TargetStatistics unseenStatistics(Scope scope, Sample unseen) {
        return unseen.tokens().length == 0
                ? TargetStatistics.empty(BACKEND, scope, unseen.weight()[0].length)
                : unseen.statistics(BACKEND, scope);
    }

    private static MethodSettings settings(CompensationKind kind, boolean center) {
        return Sample.settings(kind, center, 0.1, PolarSolver.SVD, 0);
    }
}
