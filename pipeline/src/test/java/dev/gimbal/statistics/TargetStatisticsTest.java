package dev.gimbal.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.math.Dense;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetStatisticsTest {
    private static final Backend BACKEND = CpuBackend.open(2);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 70})
    void batchesOfSeveralShardsAddUpToTheSumsOverAllTokens(int width) {
        Random random = new Random(width);
        double[] sum = new double[width];
        double[] absoluteSum = new double[width];
        double[][] gram = new double[width][width];
        int tokens = 0;
        try (Scope scope = BACKEND.open()) {
            TargetStatistics total = TargetStatistics.empty(BACKEND, scope, width);
            ShardAccumulator shard = new ShardAccumulator(BACKEND, scope, width);
            for (int batch = 0; batch < 6; batch++) {
                double[][] x = floats(random, 1 + random.nextInt(9), width);
                shard.accumulate(f32(scope, x));
                for (double[] token : x) {
                    tokens++;
                    for (int i = 0; i < width; i++) {
                        sum[i] += token[i];
                        absoluteSum[i] += Math.abs(token[i]);
                        for (int j = 0; j < width; j++) {
                            gram[i][j] += token[i] * token[j];
                        }
                    }
                }
                if (batch % 2 == 1) {
                    shard.finishInto(total);
                }
            }
            assertEquals(tokens, total.n());
            assertArrayEquals(sum, total.sum(), 1e-5);
            assertArrayEquals(absoluteSum, total.absoluteSum(), 1e-4);
            Dense.assertNear(gram, Dense.read(total.gram()), 1e-6);
            Dense.assertNear(Dense.transpose(Dense.read(total.gram())), Dense.read(total.gram()), 0);
            assertArrayEquals(total.sum(), scaled(total.moments().mean(), tokens), 1e-12);
        }
    }

    @Test
    void aFinishedShardLeavesNothingForTheNext() {
        try (Scope scope = BACKEND.open()) {
            ShardAccumulator shard = new ShardAccumulator(BACKEND, scope, 2);
            shard.accumulate(f32(scope, new double[][] {{1, 2}, {3, -4}}));
            shard.finishInto(TargetStatistics.empty(BACKEND, scope, 2));
            TargetStatistics next = TargetStatistics.empty(BACKEND, scope, 2);
            shard.accumulate(f32(scope, new double[][] {{5, -1}}));
            shard.finishInto(next);

            assertEquals(1, next.n());
            assertArrayEquals(new double[] {5, -1}, next.sum());
            assertArrayEquals(new double[] {5, 1}, next.absoluteSum());
            Dense.assertNear(new double[][] {{25, -5}, {-5, 1}}, Dense.read(next.gram()), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mergesInAnyOrderAndGroupingAlike(long seed) {
        Random random = new Random(seed);
        try (Scope scope = BACKEND.open()) {
            List<TargetStatistics> parts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                parts.add(of(scope, Dense.gaussian(random, 4 + i, 6)));
            }
            TargetStatistics leftFirst = merged(scope, merged(scope, parts.get(0), parts.get(1)), parts.get(2));
            TargetStatistics rightFirst = merged(scope, parts.get(0), merged(scope, parts.get(1), parts.get(2)));
            TargetStatistics backwards = merged(scope, merged(scope, parts.get(2), parts.get(1)), parts.get(0));
            for (TargetStatistics other : List.of(rightFirst, backwards)) {
                assertEquals(15, other.n());
                assertArrayEquals(leftFirst.sum(), other.sum(), 1e-13);
                assertArrayEquals(leftFirst.absoluteSum(), other.absoluteSum(), 1e-13);
                Dense.assertNear(Dense.read(leftFirst.gram()), Dense.read(other.gram()), 1e-14);
            }
        }
    }

    @Test
    void wholeNumbersMergeToTheLastBitInAnyOrder() {
        Random random = new Random(8);
        try (Scope scope = BACKEND.open()) {
            TargetStatistics a = of(scope, whole(random, 9, 5));
            TargetStatistics b = of(scope, whole(random, 4, 5));
            Dense.assertNear(
                    Dense.read(merged(scope, a, b).gram()),
                    Dense.read(merged(scope, b, a).gram()),
                    0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void centeredGramIsTheGramOfCentredTokens(long seed) {
        Random random = new Random(seed);
        double[][] x = Dense.plus(Dense.gaussian(random, 20, 7), 3, ones(20, 7));
        double[][] centred = new double[20][7];
        for (int j = 0; j < 7; j++) {
            double mean = 0;
            for (double[] token : x) {
                mean += token[j] / 20;
            }
            for (int i = 0; i < 20; i++) {
                centred[i][j] = x[i][j] - mean;
            }
        }
        try (Scope scope = BACKEND.open()) {
            Tensor actual = of(scope, x).centeredGram(scope);
            Dense.assertNear(Dense.times(Dense.transpose(centred), centred), Dense.read(actual), 1e-12);
        }
    }

    @Test
    void withoutTokensTheCenteredGramIsZero() {
        try (Scope scope = BACKEND.open()) {
            TargetStatistics none = TargetStatistics.empty(BACKEND, scope, 3);
            assertEquals(0, Dense.norm(Dense.read(none.centeredGram(scope))));
            assertEquals(0, none.effectiveRank());
        }
    }

    /** From the eigenvalues: (sum w)^2 / sum w^2. */
    @Test
    void effectiveRankCountsTheDirectionsInUse() {
        assertEquals(4, effectiveRank(Dense.identity(4)), 1e-12);
        assertEquals(1, effectiveRank(Dense.diagonal(0, 5, 0)), 1e-12);
        assertEquals(9.0 / 5, effectiveRank(Dense.diagonal(1, 2)), 1e-12);
        double[][] v = Dense.orthonormal(new Random(2), 3, 3);
        double[][] turned = Dense.times(Dense.times(v, Dense.diagonal(1, 2, 0)), Dense.transpose(v));
        assertEquals(9.0 / 5, effectiveRank(turned), 1e-12);
    }

    @Test
    void differentWidthsDoNotAddUp() {
        try (Scope scope = BACKEND.open()) {
            TargetStatistics two = TargetStatistics.empty(BACKEND, scope, 2);
            TargetStatistics three = TargetStatistics.empty(BACKEND, scope, 3);
            assertThrows(IllegalArgumentException.class, () -> two.add(three));
            ShardAccumulator shard = new ShardAccumulator(BACKEND, scope, 3);
            assertThrows(IllegalArgumentException.class, () -> shard.finishInto(two));
        }
    }

    private static double effectiveRank(double[][] gram) {
        try (Scope scope = BACKEND.open()) {
            int m = gram.length;
            return new TargetStatistics(BACKEND, 1, new double[m], new double[m], Dense.tensor(scope, gram))
                    .effectiveRank();
        }
    }

    private static TargetStatistics merged(Scope scope, TargetStatistics a, TargetStatistics b) {
        TargetStatistics sum = TargetStatistics.empty(BACKEND, scope, a.width());
        sum.add(a);
        sum.add(b);
        return sum;
    }

    private static TargetStatistics of(Scope scope, double[][] x) {
        int m = x[0].length;
        double[] sum = new double[m];
        double[] absoluteSum = new double[m];
        for (double[] token : x) {
            for (int j = 0; j < m; j++) {
                sum[j] += token[j];
                absoluteSum[j] += Math.abs(token[j]);
            }
        }
        Tensor gram = Dense.tensor(scope, Dense.times(Dense.transpose(x), x));
        return new TargetStatistics(BACKEND, x.length, sum, absoluteSum, gram);
    }

    private static double[][] floats(Random random, int rows, int cols) {
        double[][] x = Dense.gaussian(random, rows, cols);
        for (double[] row : x) {
            for (int j = 0; j < cols; j++) {
                row[j] = (float) row[j];
            }
        }
        return x;
    }

    private static double[][] whole(Random random, int rows, int cols) {
        double[][] x = Dense.gaussian(random, rows, cols);
        for (double[] row : x) {
            for (int j = 0; j < cols; j++) {
                row[j] = Math.rint(10 * row[j]);
            }
        }
        return x;
    }

    private static double[][] ones(int rows, int cols) {
        double[][] x = new double[rows][cols];
        for (double[] row : x) {
            Arrays.fill(row, 1);
        }
        return x;
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    private static Tensor f32(Scope scope, double[][] x) {
        Tensor tensor = scope.f32(x.length, x[0].length);
        float[] row = new float[x[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) x[i][j];
            }
            tensor.write(i, 0, row, 0, row.length);
        }
        return tensor;
    }
}
