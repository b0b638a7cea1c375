package dev.gimbal.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.math.Dense;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnMomentsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void meansAndVariancesAreThoseOfTheTokens(long seed) {
        Random random = new Random(seed);
        double[][] x = Dense.gaussian(random, 1 + random.nextInt(50), 1 + random.nextInt(8));
        ColumnMoments moments = of(x);

        assertArrayEquals(each(x, column -> mean(column)), moments.mean(), 1e-12);
        assertArrayEquals(
                each(x, column -> mean(Arrays.stream(column).map(Math::abs).toArray())), moments.meanAbsolute(), 1e-12);
        assertArrayEquals(
                each(x, column -> mean(Arrays.stream(column).map(v -> v * v).toArray())), moments.meanSquare(), 1e-12);
        assertArrayEquals(each(x, ColumnMomentsTest::variance), moments.variance(), 1e-12);
    }

    @Test
    void aConstantColumnHasNoVarianceWhateverTheRounding() {
        Random random = new Random(1);
        for (int trial = 0; trial < 100; trial++) {
            double value = random.nextGaussian() * Math.exp(5 * random.nextGaussian());
            double[][] x = new double[101][1];
            Arrays.stream(x).forEach(row -> row[0] = value);
            double variance = of(x).variance()[0];
            assertTrue(variance >= 0, value + " has " + variance);
            assertEquals(0, variance, 1e-12 * value * value);
        }
    }

    @Test
    void bothSetsOfTokensTogetherAreOneSet() {
        Random random = new Random(5);
        double[][] first = Dense.gaussian(random, 7, 3);
        double[][] second = Dense.gaussian(random, 12, 3);
        double[][] both = Arrays.copyOf(first, 19);
        System.arraycopy(second, 0, both, 7, 12);

        ColumnMoments sum = of(first).plus(of(second));
        assertEquals(19, sum.n());
        assertArrayEquals(of(both).mean(), sum.mean(), 1e-14);
        assertArrayEquals(of(both).meanAbsolute(), sum.meanAbsolute(), 1e-14);
        assertArrayEquals(of(both).variance(), sum.variance(), 1e-14);
    }

    @Test
    void withoutTokensEverythingIsZero() {
        ColumnMoments none = new ColumnMoments(0, new double[2], new double[2], new double[2]);
        assertArrayEquals(new double[2], none.mean());
        assertArrayEquals(new double[2], none.meanAbsolute());
        assertArrayEquals(new double[2], none.variance());
    }

    @Test
    void differentWidthsDoNotAddUp() {
        ColumnMoments two = new ColumnMoments(1, new double[2], new double[2], new double[2]);
        ColumnMoments three = new ColumnMoments(1, new double[3], new double[3], new double[3]);
        assertThrows(IllegalArgumentException.class, () -> two.plus(three));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ColumnMoments(1, new double[2], new double[3], new double[2]));
    }

    private static ColumnMoments of(double[][] x) {
        return new ColumnMoments(
                x.length,
                each(x, column -> Arrays.stream(column).sum()),
                each(x, column -> Arrays.stream(column).map(Math::abs).sum()),
                each(x, column -> Arrays.stream(column).map(v -> v * v).sum()));
    }

    private static double[] each(double[][] x, ToDoubleFunction<double[]> value) {
        return Arrays.stream(Dense.transpose(x)).mapToDouble(value).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length;
    }
}
