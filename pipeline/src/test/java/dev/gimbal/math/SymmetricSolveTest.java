package dev.gimbal.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricSolveTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ridgeSystemIsSolvedAsByElimination(long seed) {
        Random random = new Random(seed);
        int k = 1 + random.nextInt(20);
        int d = 1 + random.nextInt(9);
        double[][] gram = gram(Dense.gaussian(random, k + 3, k));
        double[][] p = Dense.gaussian(random, d, k);
        double shift = random.nextDouble();
        double[][] shifted = Dense.plus(gram, shift, Dense.identity(k));
        try (Scope scope = BACKEND.open()) {
            Tensor a = Dense.tensor(scope, gram);
            Tensor b = Dense.tensor(scope, p);
            Tensor factor = scope.f64(k, k);
            assertTrue(ShiftedCholesky.factor(BACKEND, a, shift, factor));
            BACKEND.solveRight(factor, b);

            Dense.assertNear(Dense.transpose(Dense.solve(shifted, Dense.transpose(p))), Dense.read(b), 1e-10);
            Dense.assertNear(gram, Dense.read(a), 0);
        }
    }

    @Test
    void shiftMakesASingularMatrixDefiniteAndItsLackIsSaid() {
        try (Scope scope = BACKEND.open()) {
            Tensor a = Dense.tensor(scope, new double[3][3]);
            Tensor factor = scope.f64(3, 3);
            assertFalse(ShiftedCholesky.factor(BACKEND, a, 0, factor));
            assertTrue(ShiftedCholesky.factor(BACKEND, a, 4, factor));
            Dense.assertNear(Dense.scaled(2, Dense.identity(3)), Dense.read(factor), 1e-15);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pseudoInverseIsTheInverseWhereThereIsOne(long seed) {
        Random random = new Random(seed);
        int k = 1 + random.nextInt(15);
        double[][] gram = gram(Dense.gaussian(random, 3 * k, k));
        double[][] p = Dense.gaussian(random, 4, k);

        Dense.assertNear(Dense.transpose(Dense.solve(gram, Dense.transpose(p))), solve(p, gram), 1e-10);
    }

    /** {@code A = V diag(w, 0) V^T} has {@code A^+ = V diag(1/w, 0) V^T}; what is below the cut-off counts as 0. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pseudoInverseLeavesOutWhatIsBelowTheCutOff(long seed) {
        Random random = new Random(seed);
        double[][] v = Dense.orthonormal(random, 5, 5);
        double[][] a = Dense.times(Dense.times(v, Dense.diagonal(7, 2, 8e-6, 6e-6, 0)), Dense.transpose(v));
        double[][] inverse =
                Dense.times(Dense.times(v, Dense.diagonal(1 / 7.0, 0.5, 1 / 8e-6, 0, 0)), Dense.transpose(v));

        Dense.assertNear(inverse, solve(Dense.identity(5), a), 1e-8);
    }

    @Test
    void pseudoInverseOfZeroIsZeroAndOfNoNumberIsNone() {
        assertEquals(0, Dense.norm(solve(Dense.identity(3), new double[3][3])));
        try (Scope scope = BACKEND.open()) {
            Tensor bad = Dense.tensor(scope, new double[][] {{1, 0}, {0, Double.NaN}});
            Tensor p = Dense.tensor(scope, Dense.identity(2));
            assertFalse(PseudoInverse.solveRight(BACKEND, p, bad, 1e-6, scope.f64(2, 2)));
        }
    }

    @Test
    void vectorsAndDiagonalsAreWhatTheyAreCalled() {
        try (Scope scope = BACKEND.open()) {
            Tensor a = Dense.tensor(scope, new double[][] {{1, 2, 3}, {4, 5, 6}});
            assertArrayEquals(new double[] {14, 32}, Vectors.times(BACKEND, a, new double[] {1, 2, 3}));
            Vectors.addOuter(BACKEND, 2, new double[] {1, -1}, new double[] {1, 0, 3}, a);
            Dense.assertNear(new double[][] {{3, 2, 9}, {2, 5, 0}}, Dense.read(a), 0);

            Tensor square = Dense.tensor(scope, new double[][] {{1, 2}, {3, 4}});
            Diagonal.add(square, 10);
            assertArrayEquals(new double[] {11, 14}, Diagonal.of(square));
            assertEquals(25, Diagonal.sum(square));
            Dense.assertNear(new double[][] {{11, 2}, {3, 14}}, Dense.read(square), 0);
        }
    }

    private static double[][] solve(double[][] p, double[][] a) {
        try (Scope scope = BACKEND.open()) {
            Tensor out = scope.f64(p.length, a.length);
            assertTrue(PseudoInverse.solveRight(BACKEND, Dense.tensor(scope, p), Dense.tensor(scope, a), 1e-6, out));
            return Dense.read(out);
        }
    }

    private static double[][] gram(double[][] x) {
        return Dense.times(Dense.transpose(x), x);
    }
}
