package dev.gimbal.compensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CompensationKind;
import dev.gimbal.config.PolarSolver;
import dev.gimbal.math.Dense;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** d, m, k: more kept columns than rows, as many, fewer, and one. */
    static Stream<Arguments> shapes() {
        return Stream.of(PolarSolver.values()).flatMap(solver -> Stream.of(1L, 2L)
                .flatMap(seed -> Stream.of(new int[][] {{6, 20, 15}, {9, 12, 9}, {12, 10, 7}, {5, 4, 1}, {1, 6, 3}})
                        .map(s -> Arguments.of(solver, seed, s[0], s[1], s[2]))));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void noOtherOrthogonalMatrixBringsTheOutputNearer(PolarSolver solver, long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 80, d, m, k);
        double[] none = new double[d];
        double[][] rotated = rotate(sample, solver);
        double best = sample.error(rotated, none);
        double[][] searched = PlaneSearch.bestRotation(sample.alignment());
        assertEquals(sample.error(Dense.times(searched, sample.keptWeight()), none), best, 1e-9);
        Dense.assertNear(Dense.times(searched, sample.keptWeight()), rotated, 1e-5);

        Random random = new Random(seed);
        for (int trial = 0; trial < 20; trial++) {
            double size = Math.pow(10, -4 * random.nextDouble());
            double[][] turn = Dense.polarFactor(Dense.plus(Dense.identity(d), size, Dense.gaussian(random, d, d)));
            assertTrue(sample.error(Dense.times(turn, rotated), none) >= best - 1e-12);
            double[][] any = Dense.orthonormal(random, d, d);
            assertTrue(sample.error(Dense.times(any, sample.keptWeight()), none) >= best - 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void keepsTheAnglesAndLengthsOfTheColumns(PolarSolver solver, long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 80, d, m, k);
        double[][] rotated = rotate(sample, solver);
        double[][] before = Dense.times(Dense.transpose(sample.keptWeight()), sample.keptWeight());
        Dense.assertNear(before, Dense.times(Dense.transpose(rotated), rotated), 1e-11);
    }

    @ParameterizedTest
    @CsvSource({"1e3, 1e-9", "1e6, 1e-6", "1e8, 1e-4"})
    void newtonSchulzAgreesWithTheDecompositionWhereTheConditionAllows(double condition, double tolerance) {
        for (int[] shape : new int[][] {{10, 24, 18}, {14, 30, 14}, {16, 12, 9}}) {
            Sample sample = Sample.random(4, 200, shape[0], shape[1], shape[2]);
            Random random = new Random(1);
            int m = shape[1];
            double[] values = new double[m];
            for (int i = 0; i < m; i++) {
                values[i] = Math.pow(condition, -0.5 * i / (m - 1));
            }
            double[][] shaping = Dense.times(Dense.orthonormal(random, m, m), Dense.diagonal(values));
            Sample shaped = sample.withTokens(Dense.times(Dense.gaussian(random, 200, m), Dense.transpose(shaping)));

            Dense.assertNear(rotate(shaped, PolarSolver.SVD), rotate(shaped, PolarSolver.NEWTON_SCHULZ), tolerance);
        }
    }

    /** Tokens of few directions: M has a rank below both d and k. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSingularAlignmentIsRotatedAsWellAsItCanBe(long seed) {
        Random random = new Random(seed);
        Sample full = Sample.random(seed, 60, 8, 14, 11);
        double[][] few = Dense.times(Dense.gaussian(random, 60, 4), Dense.gaussian(random, 4, 14));
        Sample sample = full.withTokens(few);
        double[] none = new double[8];
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = sample.compensate(BACKEND, scope, Sample.settings(CompensationKind.ROTATION));
            double error = sample.error(Dense.read(replacement.weight()), none);
            double[][] searched = PlaneSearch.bestRotation(sample.alignment());
            assertEquals(sample.error(Dense.times(searched, sample.keptWeight()), none), error, 1e-9);
            assertTrue(rotation(replacement).conditionNumber() > 1e10);
        }
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void regularizationPullsTowardsNoRotation(PolarSolver solver) {
        Sample sample = Sample.random(5, 80, 7, 16, 12);
        double[][] m = sample.alignment();
        double norm = PlaneSearch.largestSingularValue(m);
        for (double eta : new double[] {1e-4, 0.05, 1, 1e9}) {
            double[][] q = Dense.polarFactor(Dense.plus(m, eta * norm, Dense.identity(7)));
            try (Scope scope = BACKEND.open()) {
                Replacement replacement = sample.compensate(
                        BACKEND, scope, Sample.settings(CompensationKind.ROTATION, false, 1, solver, eta));
                Dense.assertNear(Dense.times(q, sample.keptWeight()), Dense.read(replacement.weight()), 1e-7);
                assertEquals(eta, rotation(replacement).regularization());
            }
        }
    }

    /** In the basis of the kept columns: {@code Q Q_w} is the polar factor of {@code M Q_w + eta norm2(M) Q_w}. */
    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void regularizationPullsTowardsNoRotationWithFewColumnsToo(PolarSolver solver) {
        Sample sample = Sample.random(6, 80, 9, 8, 5);
        double[][] w = sample.keptWeight();
        double[][] m = sample.alignment();
        double eta = 0.2;
        double[][] pulled = Dense.plus(m, eta * PlaneSearch.largestSingularValue(m), Dense.identity(9));
        // The nearest matrix with orthonormal columns to A Q_w, by A^T A on the columns' span.
        double[][] basis = PlaneSearch.orthonormalBasis(w);
        double[][] reach = Dense.times(pulled, basis);
        double[][] expected =
                Dense.times(PlaneSearch.nearestOrthonormal(reach), Dense.times(Dense.transpose(basis), w));
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = sample.compensate(
                    BACKEND, scope, Sample.settings(CompensationKind.ROTATION, false, 1, solver, eta));
            Dense.assertNear(expected, Dense.read(replacement.weight()), 1e-8);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void scaleIsTheBestOfAllScales(PolarSolver solver, long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 80, d, m, k);
        for (double regularization : new double[] {0, 0.5}) {
            scaleIsTheBest(sample, solver, regularization);
        }
    }

    private static void scaleIsTheBest(Sample sample, PolarSolver solver, double regularization) {
        double[] none = new double[sample.weight().length];
        double[][] rotated = rotate(sample, solver, regularization);
        try (Scope scope = BACKEND.open()) {
            double[][] scaled = Dense.read(sample.compensate(
                            BACKEND,
                            scope,
                            Sample.settings(CompensationKind.ROTATION_SCALE, false, 1, solver, regularization))
                    .weight());
            double best = sample.error(scaled, none);
            double scale = scaled[0][0] / rotated[0][0];
            Dense.assertNear(Dense.scaled(scale, rotated), scaled, 1e-10);
            for (double other : new double[] {0, 0.5, 0.9, 0.999, 1, 1.001, 1.1, 2}) {
                assertTrue(sample.error(Dense.scaled(other * scale, rotated), none) >= best - 1e-9);
            }
        }
    }

    /** {@code s = sum(S) / (tr(W_K G_KK W_K^T) + 1e-6)}: what is added shows where the kept output is next to nothing. */
    @Test
    void scaleFadesWithTheKeptOutput() {
        Sample loud = Sample.random(7, 80, 5, 12, 8);
        double[][] rotated = rotate(loud, PolarSolver.SVD);
        double energy = Math.pow(Dense.norm(Dense.times(loud.keptTokens(), Dense.transpose(loud.keptWeight()))), 2);
        double[][] q = Dense.polarFactor(loud.alignment());
        double singularValues = 0;
        for (int i = 0; i < 5; i++) {
            singularValues += Dense.dot(Dense.transpose(q)[i], Dense.transpose(loud.alignment())[i]);
        }
        double quiet = 1e-6 / energy;
        Sample sample = loud.withTokens(Dense.scaled(Math.sqrt(quiet), loud.tokens()));
        try (Scope scope = BACKEND.open()) {
            double[][] scaled =
                    Dense.read(sample.compensate(BACKEND, scope, Sample.settings(CompensationKind.ROTATION_SCALE))
                            .weight());
            Dense.assertNear(Dense.scaled(singularValues * quiet / 2e-6, rotated), scaled, 1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void isDescribedByNumbersOfItsOwn(PolarSolver solver, long seed, int d, int m, int k) {
        Sample sample = Sample.random(seed, 80, d, m, k);
        double[][] matrix = sample.alignment();
        try (Scope scope = BACKEND.open()) {
            RotationDiagnostics found = rotation(
                    sample.compensate(BACKEND, scope, Sample.settings(CompensationKind.ROTATION, false, 1, solver, 0)));
            assertTrue(found.orthogonalityError() < 1e-11);
            assertEquals(0, found.regularization());
            if (k >= d) {
                double[][] q = Dense.polarFactor(matrix);
                double size = Dense.norm(Dense.plus(q, -1, Dense.identity(d))) / Math.sqrt(d);
                assertEquals(size, found.size(), 1e-8);
                assertEquals(PlaneSearch.determinant(q) < 0 ? -1 : 1, found.determinantSign());
                double[][] inverse = Dense.solve(matrix, Dense.identity(d));
                double condition = PlaneSearch.largestSingularValue(matrix) * PlaneSearch.largestSingularValue(inverse);
                assertEquals(condition, found.conditionNumber(), 0.05 * condition);
            } else {
                assertEquals(0, found.determinantSign());
                double[][] basis = PlaneSearch.orthonormalBasis(sample.keptWeight());
                double[][] turned = PlaneSearch.nearestOrthonormal(Dense.times(matrix, basis));
                double size = Dense.norm(Dense.plus(turned, -1, basis)) / Math.sqrt(k);
                assertEquals(size, found.size(), 1e-7);
            }
        }
    }

    @Test
    void reflectionsAreKeptAndReported() {
        Random random = new Random(3);
        double[][] x = Dense.gaussian(random, 50, 4);
        // The first output is -x_0 mostly by a dropped column that is the kept one's double.
        for (double[] token : x) {
            token[3] = token[0];
        }
        double[][] w = {{1, 0, 0, -3}, {0, 1, 0, 0}, {0, 0, 1, 0}};
        Sample sample = new Sample(x, w, new int[] {0, 1, 2});
        try (Scope scope = BACKEND.open()) {
            Replacement replacement = sample.compensate(BACKEND, scope, Sample.settings(CompensationKind.ROTATION));
            assertEquals(-1, rotation(replacement).determinantSign());
            assertTrue(replacement.diagnostics().fitted().after()
                    < replacement.diagnostics().fitted().before());
            assertEquals(List.of(), replacement.diagnostics().warnings());
        }
    }

    private static RotationDiagnostics rotation(Replacement replacement) {
        RotationDiagnostics rotation = replacement.diagnostics().rotation();
        assertNotNull(rotation);
        return rotation;
    }

    private static double[][] rotate(Sample sample, PolarSolver solver) {
        return rotate(sample, solver, 0);
    }

    private static double[][] rotate(Sample sample, PolarSolver solver, double regularization) {
        try (Scope scope = BACKEND.open()) {
            return Dense.read(sample.compensate(
                            BACKEND,
                            scope,
                            Sample.settings(CompensationKind.ROTATION, false, 1, solver, regularization))
                    .weight());
        }
    }
}
