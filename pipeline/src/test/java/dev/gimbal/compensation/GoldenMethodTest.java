package dev.gimbal.compensation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.config.ScoreKind;
import dev.gimbal.config.Target;
import dev.gimbal.math.Dense;
import dev.gimbal.math.GoldenFile;
import dev.gimbal.selection.ColumnScores;
import dev.gimbal.selection.Draw;
import dev.gimbal.selection.WeightNorms;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against NumPy and SciPy, which computed everything from raw activations. */
class GoldenMethodTest {
    private static final Backend BACKEND = CpuBackend.open(2);
    private static final List<String> CASES =
            List.of("narrow", "wide", "tall", "square", "one-kept", "one-dropped", "duplicate-columns");

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    static Stream<String> cases() {
        return CASES.stream();
    }

    static Stream<Arguments> fits() {
        return CASES.stream().flatMap(name -> Stream.of(CompensationKind.values())
                .filter(kind -> kind != CompensationKind.AUTO)
                .flatMap(kind -> Stream.of(false, true).map(center -> Arguments.of(name, kind, center))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scoresAreTheSame(String name) {
        GoldenFile golden = new GoldenFile("/golden/method/" + name + ".safetensors");
        try (Scope scope = BACKEND.open()) {
            TargetStatistics statistics = Sample.statistics(BACKEND, scope, golden.matrix("X"));
            Dense.assertNear(golden.matrix("gram"), Dense.read(statistics.gram()), 1e-12);
            WeightNorms norms = WeightNorms.of(Dense.tensor(scope, golden.matrix("W")));
            for (ScoreKind kind : ScoreKind.values()) {
                if (kind != ScoreKind.RANDOM) {
                    double[] expected = golden.vector("score." + kind.label());
                    double[] actual = ColumnScores.of(kind, norms, statistics.moments(), new Draw(0, 0, Target.O_PROJ));
                    assertArrayEquals(
                            expected,
                            actual,
                            1e-10 * Arrays.stream(expected).max().orElseThrow());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fits")
    void replacementsAndTheirErrorsAreTheSame(String name, CompensationKind kind, boolean center) {
        GoldenFile golden = new GoldenFile("/golden/method/" + name + ".safetensors");
        Sample sample = new Sample(golden.matrix("X"), golden.matrix("W"), golden.indices("kept"));
        String key = kind.label() + (center ? ".centered" : "");
        double[] expectedBias = golden.vector(key + ".bias");
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = sample.compensate(
                    BACKEND, scope, Sample.settings(kind, center, golden.number("lambda"), PolarSolver.SVD, 0));

            Dense.assertNear(golden.matrix(key + ".B"), Dense.read(replacement.weight()), 1e-8);
            double[] bias = replacement.bias();
            assertEquals(center || kind == CompensationKind.BIAS, bias != null);
            assertArrayEquals(expectedBias, bias == null ? new double[expectedBias.length] : bias, 1e-7);
            TargetDiagnostics diagnostics = replacement.diagnostics();
            assertEquals(golden.number("error_before"), diagnostics.fitted().before(), 1e-10);
            assertEquals(
                    golden.number(key + ".error_after"), diagnostics.fitted().after(), 1e-9);
            assertEquals(kind, diagnostics.kind());
            assertEquals(List.of(), diagnostics.fallbacks());
        }
    }
}
