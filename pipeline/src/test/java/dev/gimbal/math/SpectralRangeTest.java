package dev.gimbal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.PolarSolver;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpectralRangeTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void knowsTheOutermostSingularValues(PolarSolver solver) {
        for (int seed = 0; seed < 12; seed++) {
            Random random = new Random(seed);
            int k = 1 + random.nextInt(12);
            int d = k + random.nextInt(9);
            double[] values = new double[k];
            for (int i = 0; i < k; i++) {
                values[i] = 5 * Math.pow(0.5, i);
            }
            try (Scope scope = BACKEND.open()) {
                double[][] a = product(random, d, values);
                SpectralRange range = SpectralRange.of(BACKEND, Dense.tensor(scope, a), solver);
                assertEquals(5, range.largest(), 1e-6);
                assertEquals(values[k - 1], range.smallest(), 1e-6 * values[k - 1]);
                assertEquals(5 / values[k - 1], range.conditionNumber(), 1e-5 * 5 / values[k - 1]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PolarSolver.class)
    void hasAnInfiniteOrHugeConditionWhereTheRankIsShort(PolarSolver solver) {
        try (Scope scope = BACKEND.open()) {
            double[][] a = product(new Random(4), 8, new double[] {3, 2, 0, 0});
            assertTrue(SpectralRange.of(BACKEND, Dense.tensor(scope, a), solver).conditionNumber() > 1e7);
        }
    }

    @Test
    void hasNoSmallestValueWhereTheMatrixIsNotDefinite() {
        try (Scope scope = BACKEND.open()) {
            for (double last : new double[] {0, -1e-3, -2}) {
                double[][] a = Dense.diagonal(3, 2, last);
                SpectralRange range = SpectralRange.ofPositive(BACKEND, Dense.tensor(scope, a));
                assertEquals(3, range.largest(), 1e-6);
                assertEquals(0, range.smallest());
                assertEquals(Double.POSITIVE_INFINITY, range.conditionNumber());
            }
        }
    }

    @Test
    void liesAmongTheLargestWhereTheyAreNear() {
        double[] values = new double[40];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 - 1e-4 * i;
        }
        try (Scope scope = BACKEND.open()) {
            double[][] a = product(new Random(9), 40, values);
            SpectralRange range = SpectralRange.of(BACKEND, Dense.tensor(scope, a), PolarSolver.NEWTON_SCHULZ);
            assertEquals(1, range.largest(), 5e-3);
            assertEquals(values[39], range.smallest(), 5e-3);
        }
    }

    @Test
    void isNotANumberOfSuchAMatrix() {
        double[][] a = Dense.identity(3);
        a[1][2] = Double.NaN;
        try (Scope scope = BACKEND.open()) {
            SpectralRange range = SpectralRange.of(BACKEND, Dense.tensor(scope, a), PolarSolver.SVD);
            assertTrue(Double.isNaN(range.largest()), range::toString);
        }
    }

    private static double[][] product(Random random, int d, double[] values) {
        double[][] u = Dense.orthonormal(random, d, values.length);
        double[][] v = Dense.orthonormal(random, values.length, values.length);
        return Dense.times(Dense.times(u, Dense.diagonal(values)), Dense.transpose(v));
    }
}
