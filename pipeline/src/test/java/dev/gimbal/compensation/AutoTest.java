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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** Few tokens make shrinking pay, many do not; both with fewer and more kept columns than rows. */
    @ParameterizedTest
    @CsvSource({
        "1, 16, 30, 20, 6, false", "2, 400, 30, 20, 6, false", "3, 40, 8, 6, 12, false",
        "4, 16, 30, 20, 6, true", "5, 25, 14, 10, 10, true", "6, 9, 30, 25, 4, false"
    })
    void takesTheCandidateOfLeastHeldOutErrorAndFitsItToAllTokens(
            long seed, int tokens, int m, int k, int d, boolean center) {
        Sample all = Sample.random(seed, tokens + 30, d, m, k);
        Sample seen = all.withTokens(Arrays.copyOf(all.tokens(), tokens));
        Sample unseen = all.withTokens(Arrays.copyOfRange(all.tokens(), tokens, tokens + 30));
        try (Scope scope = BACKEND.open()) {
            Replacement chosen = compensate(scope, seen, unseen, settings(CompensationKind.AUTO, center, 0.3));
            TargetDiagnostics diagnostics = chosen.diagnostics();

            for (Candidate candidate : diagnostics.candidates()) {
                Replacement alone =
                        compensate(scope, seen, unseen, settings(candidate.kind(), center, lambda(candidate.lambda())));
                double[] bias = alone.bias();
                double error = unseen.error(Dense.read(alone.weight()), bias == null ? new double[d] : bias);
                assertEquals(error, candidate.heldOutError(), 1e-9 * (1 + error), candidate::toString);
            }
            Candidate best = diagnostics.candidates().stream()
                    .min((a, b) -> Double.compare(a.heldOutError(), b.heldOutError()))
                    .orElseThrow();
            assertEquals(best.kind(), diagnostics.kind());
            assertEquals(best.lambda(), diagnostics.lambda());
            Errors heldOut = diagnostics.heldOut();
            assertNotNull(heldOut);
            assertEquals(best.heldOutError(), heldOut.after());

            Replacement onAll = compensate(scope, all, null, settings(best.kind(), center, lambda(best.lambda())));
            Dense.assertNear(Dense.read(onAll.weight()), Dense.read(chosen.weight()), 1e-7);
            assertEquals(
                    onAll.diagnostics().fitted().before(), diagnostics.fitted().before(), 1e-10);
            assertEquals(
                    onAll.diagnostics().fitted().after(), diagnostics.fitted().after(), 1e-9);
        }
    }

    @Test
    void triesEveryKindAndTheLambdaOfTheSettingsFirst() {
        assertEquals(
                "none rotation rotation-scale ridge 0.5 anchored 0.5 ridge 0.01 anchored 0.01 ridge 0.1 anchored 0.1"
                        + " ridge 1.0 anchored 1.0 least-squares",
                tried(0.5));
        assertEquals(
                "none rotation rotation-scale ridge 0.1 anchored 0.1 ridge 0.01 anchored 0.01 ridge 1.0 anchored 1.0"
                        + " least-squares",
                tried(0.1));
    }

    private static String tried(double lambda) {
        Sample all = Sample.random(1, 80, 5, 12, 8);
        try (Scope scope = BACKEND.open()) {
            return compensate(scope, all, all, settings(CompensationKind.AUTO, false, lambda))
                    .diagnostics()
                    .candidates()
                    .stream()
                    .flatMap(c -> Stream.of(
                            c.kind().label(),
                            c.lambda() == null ? "" : c.lambda().toString()))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void ofEquallyGoodOnesTheOneThatDoesLessWins() {
        // Dropped columns that are always zero: no candidate can do better than nothing.
        Sample sample = Sample.random(2, 50, 4, 8, 5);
        for (double[] token : sample.tokens()) {
            for (int j = 0; j < token.length; j++) {
                token[j] = Arrays.binarySearch(sample.kept(), j) < 0 ? 0 : Math.rint(4 * token[j]);
            }
        }
        for (double[] row : sample.weight()) {
            Arrays.setAll(row, j -> Math.rint(4 * row[j]));
        }
        try (Scope scope = BACKEND.open()) {
            TargetDiagnostics diagnostics = compensate(
                            scope, sample, sample, settings(CompensationKind.AUTO, false, 0.1))
                    .diagnostics();
            assertEquals(CompensationKind.NONE, diagnostics.kind());
            assertEquals(new Errors(0, 0), diagnostics.heldOut());
        }
    }

    @Test
    void reportsTheRotationThatItTriedEvenWhereAnotherWins() {
        Sample all = Sample.random(3, 400, 6, 30, 24);
        try (Scope scope = BACKEND.open()) {
            TargetDiagnostics diagnostics = compensate(scope, all, all, settings(CompensationKind.AUTO, false, 0.1))
                    .diagnostics();
            assertEquals(CompensationKind.LEAST_SQUARES, diagnostics.kind());
            assertNotNull(diagnostics.rotation());
        }
    }

    @Test
    void fewTokensRuleOutTheUnconstrainedFit() {
        Sample all = Sample.random(4, 60, 5, 40, 30);
        Sample seen = all.withTokens(Arrays.copyOf(all.tokens(), 28));
        Sample unseen = all.withTokens(Arrays.copyOfRange(all.tokens(), 28, 60));
        try (Scope scope = BACKEND.open()) {
            TargetDiagnostics diagnostics = compensate(scope, seen, unseen, settings(CompensationKind.AUTO, false, 0.1))
                    .diagnostics();
            Errors unconstrained = compensate(scope, seen, unseen, settings(CompensationKind.LEAST_SQUARES, false, 0))
                    .diagnostics()
                    .heldOut();
            Errors heldOut = diagnostics.heldOut();
            assertNotNull(heldOut);
            assertNotNull(unconstrained);
            assertTrue(heldOut.after() < unconstrained.after());
            assertTrue(diagnostics.kind() != CompensationKind.LEAST_SQUARES);
        }
    }

    /** Some draws reward shrinking and some do not; both must come up for the test to say anything. */
    @Test
    void leastSquaresIsTriedWhereShrinkingLeastIsTheBestOfTheOthers() {
        Set<Boolean> seen = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            int tokens = 20 + 10 * seed;
            Sample all = Sample.random(seed, tokens + 60, 6, 30, 24);
            Sample fitted = all.withTokens(Arrays.copyOf(all.tokens(), tokens));
            Sample unseen = all.withTokens(Arrays.copyOfRange(all.tokens(), tokens, tokens + 60));
            try (Scope scope = BACKEND.open()) {
                List<Candidate> candidates = compensate(
                                scope, fitted, unseen, settings(CompensationKind.AUTO, false, 0.1))
                        .diagnostics()
                        .candidates();
                Candidate best = candidates.stream()
                        .filter(candidate -> candidate.kind() != CompensationKind.LEAST_SQUARES)
                        .min((a, b) -> Double.compare(a.heldOutError(), b.heldOutError()))
                        .orElseThrow();
                boolean tried = candidates.get(candidates.size() - 1).kind() == CompensationKind.LEAST_SQUARES;
                assertEquals(Objects.equals(best.lambda(), 0.01), tried);
                seen.add(tried);
            }
        }
        assertEquals(Set.of(true, false), seen);
    }

    private static double lambda(@Nullable Double lambda) {
        return lambda == null ? 1 : lambda;
    }

    private static Replacement compensate(Scope scope, Sample seen, @Nullable Sample unseen, MethodSettings settings) {
        return new Compensator(BACKEND, settings)
                .compensate(
                        scope,
                        Dense.tensor(scope, seen.weight()),
                        seen.kept(),
                        seen.statistics(BACKEND, scope),
                        unseen == null ? null : unseen.statistics(BACKEND, scope));
    }

    private static MethodSettings settings(CompensationKind kind, boolean center, double lambda) {
        return Sample.settings(kind, center, lambda, PolarSolver.SVD, 0);
    }
}
