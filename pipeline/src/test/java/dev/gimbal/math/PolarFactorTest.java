package dev.gimbal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.PolarSolver;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolarFactorTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    static Stream<Arguments> problems() {
        int[][] shapes = {{1, 1}, {2, 2}, {5, 1}, {7, 7}, {12, 5}, {40, 40}, {64, 33}};
        double[] conditions = {1, 30, 1e4, 1e7, 1e9, 1e12};
        return Stream.of(PolarSolver.values())
                .flatMap(solver -> Stream.of(shapes).flatMap(shape -> Stream.of(0, 1, 2, 3, 4, 5)
                        .map(i -> Arguments.of(solver, shape[0], shape[1], conditions[i], 1000L * shape[0] + i))));
    }

    /** {@code A = Q H} with a known Q: singular values from 1 down to 1/condition, in known directions. */
    @ParameterizedTest
    @MethodSource("problems")
    void findsTheFactorThatTheMatrixWasMadeOf(PolarSolver solver, int d, int k, double condition, long seed) {
        Random random = new Random(seed);
        double[][] q = Dense.orthonormal(random, d, k);
        double[][] v = Dense.orthonormal(random, k, k);
        double[][] h = Dense.times(Dense.times(v, Dense.diagonal(spread(k, condition))), Dense.transpose(v));
        double size = Math.exp(3 * random.nextGaussian());
        try (Scope scope = BACKEND.open()) {
            PolarResult.Factor found = assertInstanceOf(
                    PolarResult.Factor.class,
                    PolarFactor.of(BACKEND, scope, Dense.tensor(scope, Dense.scaled(size, Dense.times(q, h))), solver));

            Dense.assertNear(q, Dense.read(found.q()), 1e-14 * k * condition + 1e-13);
            assertTrue(found.orthogonalityError() <= 1e-11, () -> "orthogonality " + found.orthogonalityError());
            double share = solver == PolarSolver.SVD ? 1e-6 + 1e-15 * condition : 0.05;
            assertEquals(k == 1 ? 1 : condition, found.conditionNumber(), share * condition);
            double[][] gram = Dense.times(Dense.transpose(Dense.read(found.q())), Dense.read(found.q()));
            assertEquals(
                    Dense.norm(Dense.plus(gram, -1, Dense.identity(k))), found.orthogonalityError(), 1e-13 * (1 + k));
        }
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void isUnmovedByHugeAndTinyMatrices(PolarSolver solver) {
        double[][] a = Dense.gaussian(new Random(5), 9, 6);
        try (Scope scope = BACKEND.open()) {
            double[][] expected = factor(scope, a, solver);
            Dense.assertNear(expected, factor(scope, Dense.scaled(1e120, a), solver), 1e-12);
            Dense.assertNear(expected, factor(scope, Dense.scaled(1e-120, a), solver), 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void keepsReflections(PolarSolver solver) {
        double[][] mirror = Dense.diagonal(1, -1, 1);
        try (Scope scope = BACKEND.open()) {
            Dense.assertNear(mirror, factor(scope, Dense.diagonal(3, -0.5, 0.01), solver), 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void saysWhyThereIsNone(PolarSolver solver) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            double[][] a = Dense.gaussian(new Random(1), 4, 3);
            a[2][1] = bad;
            assertTrue(reason(a, solver).contains("not finite"));
        }
        assertTrue(reason(new double[4][4], solver).contains("zero"));
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void agreesWithASingularMatrixOnWhatItReaches(PolarSolver solver) {
        Random random = new Random(11);
        double[][] u = Dense.orthonormal(random, 10, 4);
        double[][] v = Dense.orthonormal(random, 10, 4);
        double[][] a = Dense.times(Dense.times(u, Dense.diagonal(4, 2, 1, 0.5)), Dense.transpose(v));
        try (Scope scope = BACKEND.open()) {
            PolarResult result = PolarFactor.of(BACKEND, scope, Dense.tensor(scope, a), solver);
            if (result instanceof PolarResult.Factor found && found.orthogonalityError() < 1e-3) {
                Dense.assertNear(u, Dense.times(Dense.read(found.q()), v), 1e-10);
                assertTrue(found.conditionNumber() > 1e12);
            } else {
                assertEquals(PolarSolver.NEWTON_SCHULZ, solver, "the decomposition always finds one");
            }
        }
    }

    private static double[] spread(int k, double condition) {
        double[] values = new double[k];
        for (int i = 0; i < k; i++) {
            values[i] = k == 1 ? 1 : Math.pow(condition, -(double) i / (k - 1));
        }
        return values;
    }

    private static double[][] factor(Scope scope, double[][] a, PolarSolver solver) {
        PolarResult result = PolarFactor.of(BACKEND, scope, Dense.tensor(scope, a), solver);
        return Dense.read(assertInstanceOf(PolarResult.Factor.class, result, result::toString)
                .q());
    }

    private static String reason(double[][] a, PolarSolver solver) {
        try (Scope scope = BACKEND.open()) {
            PolarResult result = PolarFactor.of(BACKEND, scope, Dense.tensor(scope, a), solver);
            return assertInstanceOf(PolarResult.Failure.class, result).reason();
        }
    }
}
