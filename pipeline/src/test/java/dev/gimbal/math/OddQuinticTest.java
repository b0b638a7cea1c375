package dev.gimbal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddQuinticTest {
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.01, 0.05, 0.3, 0.7, 0.95, 0.999, 1 - 1e-6, 1})
    void staysAsNearToOneOnItsIntervalAsItSays(double low) {
        OddQuintic p = OddQuintic.nearestToOne(low);

        assertTrue(farthest(p, low) <= p.error() + 1e-13, () -> farthest(p, low) + " beyond " + p.error());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.01, 0.05, 0.3, 0.7, 0.95})
    void isBeatenByNoOtherOddQuintic(double low) {
        OddQuintic best = OddQuintic.nearestToOne(low);
        double least = farthest(best, low);
        Random random = new Random(7);
        for (int trial = 0; trial < 100; trial++) {
            double size = Math.pow(10, -6 * random.nextDouble());
            OddQuintic other = new OddQuintic(
                    best.a() + size * random.nextGaussian(),
                    best.b() + size * random.nextGaussian(),
                    best.c() + size * random.nextGaussian(),
                    0);
            assertTrue(farthest(other, low) >= least - 1e-12);
        }
    }

    @Test
    void leavesAnErrorOfThirdOrderAroundOne() {
        OddQuintic p = OddQuintic.taylor(0);
        for (double x : new double[] {0.9, 0.99, 0.999, 1.001, 1.1}) {
            assertTrue(Math.abs(p.at(x) - 1) <= 3 * Math.pow(Math.abs(x - 1), 3));
        }
    }

    @Test
    void stretchesItsArgument() {
        OddQuintic p = OddQuintic.nearestToOne(0.1);

        assertEquals(p.at(0.6), p.stretched(3).at(1.8), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-4, 0.2, 0.9})
    void sequenceTakesEverySingularValueOfItsIntervalToOne(double low) {
        PolarPolynomials polynomials = new PolarPolynomials(low, 1);
        double[] values = {low, Math.min(1, 2 * low), Math.sqrt(low), 0.5 * (low + 1), 0.999, 1};
        int steps = (int) Math.ceil(3 + Math.log(1 / low) / Math.log(4));
        for (int step = 0; step < steps; step++) {
            OddQuintic p = polynomials.next();
            for (int i = 0; i < values.length; i++) {
                values[i] = p.at(values[i]);
            }
        }
        for (double value : values) {
            assertEquals(1, value, 1e-4);
        }
    }

    @Test
    void sequenceNeverPressesALargeSingularValueDown() {
        PolarPolynomials polynomials = new PolarPolynomials(1e-12, 1);
        double[] values = new Random(3).doubles(500, 0.3, 1).toArray();
        for (int step = 0; step < 40; step++) {
            OddQuintic p = polynomials.next();
            for (int i = 0; i < values.length; i++) {
                values[i] = p.at(values[i]);
                assertTrue(values[i] > 0.19, "at " + values[i]);
            }
        }
    }

    private static double farthest(OddQuintic p, double low) {
        double farthest = 0;
        for (int i = 0; i <= 20000; i++) {
            farthest = Math.max(farthest, Math.abs(p.at(low + (1 - low) * i / 20000) - 1));
        }
        return farthest;
    }
}
