package dev.gimbal.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.ScoreKind;
import dev.gimbal.config.Target;
import dev.gimbal.math.Dense;
import dev.gimbal.statistics.ColumnMoments;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScoresTest {
    private static final Backend BACKEND = CpuBackend.open(1);
    private static final Draw DRAW = new Draw(1, 2, Target.O_PROJ);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    /** The definitions, from weights and tokens one at a time. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 8, 5, 30", "3, 3, 12, 7", "4, 20, 20, 100", "5, 6, 9, 1"})
    void areThoseOfTheDefinitions(long seed, int d, int m, int tokens) {
        Random random = new Random(seed);
        double[][] w = Dense.gaussian(random, d, m);
        double[][] x = Dense.gaussian(random, tokens, m);
        double shift = random.nextGaussian();
        Arrays.stream(x).forEach(token -> token[0] += shift);

        double[] varianceAware = new double[m];
        double[] wanda = new double[m];
        double[] wandaL2 = new double[m];
        double[] wifv = new double[m];
        double[] magnitude = new double[m];
        for (int j = 0; j < m; j++) {
            double mean = 0;
            double size = 0;
            double square = 0;
            for (double[] token : x) {
                mean += token[j] / tokens;
                size += Math.abs(token[j]) / tokens;
                square += token[j] * token[j] / tokens;
            }
            double variance = 0;
            for (double[] token : x) {
                variance += (token[j] - mean) * (token[j] - mean) / tokens;
            }
            double l1 = 0;
            double l2 = 0;
            for (double[] row : w) {
                l1 += Math.abs(row[j]);
                l2 += row[j] * row[j];
            }
            varianceAware[j] = Math.sqrt(l2) * size * variance;
            wanda[j] = l1 * size;
            wandaL2[j] = l1 * Math.sqrt(square);
            wifv[j] = variance * l2;
            magnitude[j] = Math.sqrt(l2);
        }
        assertArrayEquals(varianceAware, scores(ScoreKind.VARIANCE_AWARE, w, x), 1e-11);
        assertArrayEquals(wanda, scores(ScoreKind.WANDA_SP, w, x), 1e-11);
        assertArrayEquals(wandaL2, scores(ScoreKind.WANDA_SP_L2, w, x), 1e-11);
        assertArrayEquals(wifv, scores(ScoreKind.WIFV, w, x), 1e-11);
        assertArrayEquals(magnitude, scores(ScoreKind.MAGNITUDE, w, x), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(ScoreKind.class)
    void ofAHeadAreSumsOverItsColumnsOfSquaresForWifv(ScoreKind kind) {
        double[] columns = {1, 2, 3, 0.5, 0, 4};
        double[] expected = kind == ScoreKind.WIFV ? new double[] {14, 16.25} : new double[] {6, 4.5};

        assertArrayEquals(expected, HeadScores.of(kind, columns, 3), 1e-15);
        assertArrayEquals(new double[] {1, 2, 3, 0.5, 0, 4}, columns);
    }

    @Test
    void drawsAreTheSameForTheSameTargetAndOthersForAnyOther() {
        double[] drawn = new Draw(7, 3, Target.DOWN_PROJ).numbers(100);
        assertArrayEquals(drawn, new Draw(7, 3, Target.DOWN_PROJ).numbers(100));
        for (Draw other : List.of(
                new Draw(8, 3, Target.DOWN_PROJ), new Draw(7, 4, Target.DOWN_PROJ), new Draw(7, 3, Target.O_PROJ))) {
            assertFalse(Arrays.equals(drawn, other.numbers(100)), other::toString);
        }
    }

    @Test
    void drawsSpreadOverZeroToOne() {
        double[] drawn = new Draw(0, 0, Target.O_PROJ).numbers(4000);
        assertTrue(Arrays.stream(drawn).allMatch(v -> v >= 0 && v < 1));
        for (int tenth = 0; tenth < 10; tenth++) {
            double low = tenth / 10.0;
            long count =
                    Arrays.stream(drawn).filter(v -> v >= low && v < low + 0.1).count();
            assertTrue(count > 300 && count < 500, count + " in " + low);
        }
    }

    @Test
    void normsOfSinglePrecisionWeightsAreSummedInDouble() {
        try (Scope scope = BACKEND.open()) {
            Tensor w = scope.f32(3, 2);
            w.write(0, 0, new float[] {3, 1e-4f}, 0, 2);
            w.write(1, 0, new float[] {-4, 1e4f}, 0, 2);
            w.write(2, 0, new float[] {0, 0}, 0, 2);
            WeightNorms norms = WeightNorms.of(w);
            assertArrayEquals(new double[] {7, 1e4 + (double) 1e-4f}, norms.absolute(), 1e-12);
            assertArrayEquals(new double[] {5, 1e4}, norms.euclidean(), 1e-9);
        }
    }

    @Test
    void weightAndInputHaveToHaveTheSameColumns() {
        double[][] w = Dense.identity(2);
        assertThrows(IllegalArgumentException.class, () -> scores(ScoreKind.WIFV, w, new double[][] {{1, 2, 3}}));
    }

    private static double[] scores(ScoreKind kind, double[][] w, double[][] x) {
        double[][] columns = Dense.transpose(x);
        ColumnMoments moments = new ColumnMoments(
                x.length,
                Arrays.stream(columns).mapToDouble(c -> Arrays.stream(c).sum()).toArray(),
                Arrays.stream(columns)
                        .mapToDouble(c -> Arrays.stream(c).map(Math::abs).sum())
                        .toArray(),
                Arrays.stream(columns).mapToDouble(c -> Dense.dot(c, c)).toArray());
        try (Scope scope = BACKEND.open()) {
            return ColumnScores.of(kind, WeightNorms.of(Dense.tensor(scope, w)), moments, DRAW);
        }
    }
}
