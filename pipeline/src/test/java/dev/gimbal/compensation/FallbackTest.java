package dev.gimbal.compensation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.compensation.Fallback.Kind;
import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.math.Dense;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FallbackTest {
    private static final Backend BACKEND = CpuBackend.open(2);
    private static final Sample SAMPLE = Sample.random(1, 60, 6, 14, 9);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** What a call of the backend becomes; null is returned as it is. */
    interface Fault {
        @Nullable
        Object apply(Object result, Object[] arguments);
    }

    /** The backend, but for calls of {@code method}: from number {@code first} on, {@code count} of them go wrong. */
    private static Backend faulty(String method, int first, int count, Fault fault) {
        int[] calls = {0};
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, called, arguments) -> {
                    Object result;
                    try {
                        result = called.invoke(BACKEND, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (!called.getName().equals(method)) {
                        return result;
                    }
                    int call = calls[0]++;
                    return call >= first && call < first + count ? fault.apply(result, arguments) : result;
                });
    }

    private static Fault none() {
        return (result, arguments) -> null;
    }

    @Test
    void aRotationThatDoesNotConvergeIsTriedAgainPulledTowardsNoRotation() {
        TargetDiagnostics diagnostics = with(faulty("singularValues", 0, 1, none()), CompensationKind.ROTATION)
                .diagnostics();
        assertEquals(CompensationKind.ROTATION, diagnostics.kind());
        assertEquals(1e-6, rotation(diagnostics).regularization());
        assertKinds(diagnostics, Kind.ROTATION_REGULARIZED);
        assertTrue(diagnostics.warnings().get(0).contains("did not converge"));
        assertTrue(diagnostics.warnings().get(0).contains("1e-06"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-6 1e-4 1e-2", "1e-5, 1e-4 1e-2", "0.5, ''"})
    void whatNeverConvergesIsNotRotatedAfterEveryStepWasTried(double regularization, String steps) {
        Backend broken = faulty("singularValues", 0, Integer.MAX_VALUE, none());
        MethodSettings settings = Sample.settings(CompensationKind.ROTATION, false, 1, PolarSolver.SVD, regularization);
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = SAMPLE.compensate(broken, scope, settings);
            TargetDiagnostics diagnostics = replacement.diagnostics();
            assertEquals(CompensationKind.NONE, diagnostics.kind());
            Dense.assertNear(SAMPLE.keptWeight(), Dense.read(replacement.weight()), 0);
            assertNull(diagnostics.rotation());
            int tried = steps.isEmpty() ? 0 : steps.split(" ").length;
            assertEquals(tried + 1, diagnostics.fallbacks().size());
            assertEquals(
                    Kind.ROTATION_DROPPED, diagnostics.fallbacks().get(tried).kind());
            assertEquals(diagnostics.fitted().before(), diagnostics.fitted().after(), 1e-12);
        }
    }

    @Test
    void aFactorThatIsNotOrthogonalIsNotTaken() {
        Fault stretch = (result, arguments) -> {
            Tensor u = (Tensor) arguments[1];
            BACKEND.add(0.01, u, u);
            return result;
        };
        TargetDiagnostics diagnostics = with(faulty("singularValues", 0, 1, stretch), CompensationKind.ROTATION)
                .diagnostics();
        assertKinds(diagnostics, Kind.ROTATION_REGULARIZED);
        assertTrue(diagnostics.warnings().get(0).contains("orthogonality error"));
        assertTrue(rotation(diagnostics).orthogonalityError() < 1e-3);
    }

    @Test
    void aFactorThatIsNearlyOrthogonalIs() {
        Fault stretch = (result, arguments) -> {
            Tensor u = (Tensor) arguments[1];
            BACKEND.add(1e-5, u, u);
            return result;
        };
        TargetDiagnostics diagnostics = with(faulty("singularValues", 0, 1, stretch), CompensationKind.ROTATION)
                .diagnostics();
        assertKinds(diagnostics);
        assertTrue(rotation(diagnostics).orthogonalityError() > 1e-6);
    }

    @Test
    void aSingularMatrixThatTheProductsCannotTurnIsRegularised() {
        // The dropped column alone makes output 2; kept columns never do, and M has a row and a column of zeros.
        double[][] x = Dense.gaussian(new Random(3), 40, 4);
        double[][] w = {{1, 2, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 3}};
        Sample sample = new Sample(x, w, new int[] {0, 1, 2});
        MethodSettings settings = Sample.settings(CompensationKind.ROTATION, false, 1, PolarSolver.NEWTON_SCHULZ, 0);
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = sample.compensate(BACKEND, scope, settings);
            TargetDiagnostics diagnostics = replacement.diagnostics();
            assertEquals(CompensationKind.ROTATION, diagnostics.kind());
            assertKinds(diagnostics, Kind.ROTATION_REGULARIZED);
            assertEquals(1e-6, rotation(diagnostics).regularization());
            assertEquals(Double.POSITIVE_INFINITY, rotation(diagnostics).conditionNumber());
        }
    }

    @Test
    void anchoredWithoutARotationIsRidge() {
        Backend broken = faulty("singularValues", 0, Integer.MAX_VALUE, none());
        TargetDiagnostics diagnostics = with(broken, CompensationKind.ANCHORED).diagnostics();
        assertEquals(CompensationKind.RIDGE, diagnostics.kind());
        Dense.assertNear(weight(BACKEND, CompensationKind.RIDGE), weight(broken, CompensationKind.ANCHORED), 1e-12);
    }

    @Test
    void ridgeWhoseMatrixIsIndefiniteShrinksMoreAndInTheEndToTheKeptColumns() {
        Fault indefinite = (result, arguments) -> false;
        TargetDiagnostics once = with(faulty("cholesky", 0, 1, indefinite), CompensationKind.RIDGE, 1e-3)
                .diagnostics();
        assertEquals(CompensationKind.RIDGE, once.kind());
        assertEquals(1e-2, once.lambda());
        assertKinds(once, Kind.FIT_SHRUNK);

        Backend broken = faulty("cholesky", 0, Integer.MAX_VALUE, indefinite);
        TargetDiagnostics never = with(broken, CompensationKind.RIDGE, 0).diagnostics();
        assertEquals(CompensationKind.NONE, never.kind());
        assertKinds(never, Kind.FIT_SHRUNK, Kind.FIT_SHRUNK, Kind.FIT_SHRUNK, Kind.FIT_DROPPED);
        assertEquals(
                CompensationKind.ROTATION,
                with(broken, CompensationKind.ANCHORED, 0).diagnostics().kind());
    }

    @Test
    void aSolutionThatIsNotFiniteIsNotTaken() {
        Fault infinite = (result, arguments) -> {
            BACKEND.fill((Tensor) arguments[1], Double.POSITIVE_INFINITY);
            return null;
        };
        Replacement replacement = with(faulty("solveRight", 0, 1, infinite), CompensationKind.RIDGE, 1e-3);
        assertKinds(replacement.diagnostics(), Kind.FIT_SHRUNK);
        assertTrue(replacement.diagnostics().warnings().get(0).contains("not finite"));
    }

    @Test
    void leastSquaresWithoutEigenvaluesBecomesRidge() {
        TargetDiagnostics diagnostics = with(faulty("symmetricEigen", 0, 1, none()), CompensationKind.LEAST_SQUARES)
                .diagnostics();
        assertEquals(CompensationKind.RIDGE, diagnostics.kind());
        assertEquals(1e-6, diagnostics.lambda());
        assertKinds(diagnostics, Kind.FIT_SHRUNK);
    }

    @Test
    void leastSquaresThatIsNotFiniteBecomesRidge() {
        Fault damage = (result, arguments) -> {
            BACKEND.fill((Tensor) arguments[0], Double.NaN);
            return result;
        };
        TargetDiagnostics diagnostics = with(faulty("symmetricEigen", 0, 1, damage), CompensationKind.LEAST_SQUARES)
                .diagnostics();
        assertEquals(CompensationKind.RIDGE, diagnostics.kind());
        assertKinds(diagnostics, Kind.FIT_SHRUNK);
    }

    @Test
    void ridgeWithoutShrinkingOfASingularGramShrinksALittle() {
        Sample few = SAMPLE.withTokens(Arrays.copyOf(SAMPLE.tokens(), 4));
        double[][] doubled = new double[4][14];
        for (double[] token : doubled) {
            token[SAMPLE.kept()[0]] = 1;
        }
        MethodSettings settings = Sample.settings(CompensationKind.RIDGE, false, 0, PolarSolver.SVD, 0);
        try (Scope scope = BACKEND.open()) {
            TargetDiagnostics diagnostics =
                    few.withTokens(doubled).compensate(BACKEND, scope, settings).diagnostics();
            assertEquals(1e-6, diagnostics.lambda());
            assertKinds(diagnostics, Kind.FIT_SHRUNK);
        }
    }

    /** Every kind, every place that a number can go wrong in the statistics, both solvers. */
    @ParameterizedTest
    @EnumSource(value = CompensationKind.class, mode = Mode.EXCLUDE, names = "AUTO")
    void noWeightIsEverNotFiniteWhateverTheStatistics(CompensationKind kind) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            for (PolarSolver solver : PolarSolver.values()) {
                for (boolean center : new boolean[] {false, true}) {
                    assertFinite(Sample.settings(kind, center, 1, solver, 0), bad);
                }
            }
        }
    }

    @Test
    void autoNeverTakesAWeightThatIsNotFinite() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            assertFinite(Sample.settings(CompensationKind.AUTO, true, 1, PolarSolver.SVD, 0), bad);
        }
    }

    private static void assertFinite(MethodSettings settings, double bad) {
        try (Scope scope = BACKEND.open()) {
            TargetStatistics damaged = damaged(scope, bad);
            Replacement replacement = new Compensator(BACKEND, settings)
                    .compensate(
                            scope,
                            Dense.tensor(scope, SAMPLE.weight()),
                            SAMPLE.kept(),
                            damaged,
                            SAMPLE.statistics(BACKEND, scope));
            for (double[] row : Dense.read(replacement.weight())) {
                assertTrue(Arrays.stream(row).allMatch(Double::isFinite), settings + " with " + bad);
            }
            double[] bias = replacement.bias();
            assertTrue(bias == null || Arrays.stream(bias).allMatch(Double::isFinite));
        }
    }

    private static TargetStatistics damaged(Scope scope, double bad) {
        TargetStatistics whole = SAMPLE.statistics(BACKEND, scope);
        int j = SAMPLE.kept()[2];
        whole.gram().write(j, j, new double[] {bad}, 0, 1);
        double[] sum = whole.sum();
        sum[j] = bad;
        return new TargetStatistics(BACKEND, whole.n(), sum, whole.absoluteSum(), whole.gram());
    }

    @Test
    void aBiasThatIsNotFiniteIsLeftOut() {
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = new Compensator(BACKEND, Sample.settings(CompensationKind.BIAS))
                    .compensate(
                            scope,
                            Dense.tensor(scope, SAMPLE.weight()),
                            SAMPLE.kept(),
                            damaged(scope, Double.NaN),
                            null);
            assertArrayEquals(new double[6], replacement.bias());
            assertKinds(replacement.diagnostics(), Kind.BIAS_DROPPED);
        }
    }

    @Test
    void autoDoesNotListWhatFellBackTwice() {
        Backend broken = faulty("singularValues", 0, Integer.MAX_VALUE, none());
        try (Scope scope = BACKEND.open()) {
            TargetStatistics statistics = SAMPLE.statistics(BACKEND, scope);
            TargetDiagnostics diagnostics = new Compensator(broken, Sample.settings(CompensationKind.AUTO))
                    .compensate(scope, Dense.tensor(scope, SAMPLE.weight()), SAMPLE.kept(), statistics, statistics)
                    .diagnostics();
            List<CompensationKind> kinds =
                    diagnostics.candidates().stream().map(Candidate::kind).toList();
            assertEquals(1, Collections.frequency(kinds, CompensationKind.NONE));
            assertEquals(3, Collections.frequency(kinds, CompensationKind.RIDGE));
            assertEquals(0, Collections.frequency(kinds, CompensationKind.ROTATION));
            assertKinds(
                    diagnostics,
                    Kind.ROTATION_REGULARIZED,
                    Kind.ROTATION_REGULARIZED,
                    Kind.ROTATION_REGULARIZED,
                    Kind.ROTATION_DROPPED);
        }
    }

    private static Replacement with(Backend backend, CompensationKind kind) {
        return with(backend, kind, 1);
    }

    private static Replacement with(Backend backend, CompensationKind kind, double lambda) {
        try (Scope scope = BACKEND.open()) {
            return SAMPLE.compensate(backend, scope, Sample.settings(kind, false, lambda, PolarSolver.SVD, 0));
        }
    }

    private static double[][] weight(Backend backend, CompensationKind kind) {
        try (Scope scope = BACKEND.open()) {
            return Dense.read(SAMPLE.compensate(backend, scope, Sample.settings(kind, false, 1, PolarSolver.SVD, 0))
                    .weight());
        }
    }

    private static RotationDiagnostics rotation(TargetDiagnostics diagnostics) {
        RotationDiagnostics rotation = diagnostics.rotation();
        assertNotNull(rotation);
        return rotation;
    }

    private static void assertKinds(TargetDiagnostics diagnostics, Kind... kinds) {
        assertEquals(
                List.of(kinds),
                diagnostics.fallbacks().stream().map(Fallback::kind).toList());
    }
}
