package dev.gimbal.evaluation.comparison.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpreadTest {
    /** 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, over n - 1 = 2. */
    @Test
    void meanAndSampleStandardDeviation() {
        Spread spread = Spread.of(List.of(2.0, 4.0, 9.0));
        assertEquals(5, spread.mean());
        assertEquals(Math.sqrt(13), spread.deviation(), 1e-15);
        assertEquals(3, spread.count());
    }

    @Test
    void oneFigureHasNoSpread() {
        assertEquals(new Spread(7, Double.NaN, 1), Spread.of(List.of(7.0)));
    }

    @Test
    void whatIsNotFiniteStaysSo() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                Spread.of(List.of(1.0, Double.POSITIVE_INFINITY)).mean());
        assertTrue(Double.isNaN(Spread.of(List.of(Double.NaN, 1.0)).mean()));
        assertTrue(
                Double.isNaN(Spread.of(List.of(1.0, Double.POSITIVE_INFINITY)).deviation()));
    }

    @Test
    void meansOverlapWithinTheLargerDeviation() {
        Spread wide = new Spread(10, 2, 3);
        assertTrue(wide.overlaps(new Spread(12, 0.1, 3)));
        assertTrue(new Spread(12, 0.1, 3).overlaps(wide));
        assertFalse(wide.overlaps(new Spread(12.01, 0.1, 3)));
        assertFalse(new Spread(10, Double.NaN, 1).overlaps(new Spread(10.01, Double.NaN, 1)));
    }

    /** Shifting figures moves their mean alone; stretching them stretches both. */
    @Test
    void shiftsAndStretchesAsItShould() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            List<Double> figures =
                    random.doubles(2 + random.nextInt(9), 10, 1000).boxed().toList();
            Spread spread = Spread.of(figures);
            Spread other = Spread.of(figures.stream().map(x -> 3 * x + 7).toList());
            assertEquals(3 * spread.mean() + 7, other.mean(), 1e-9);
            assertEquals(3 * spread.deviation(), other.deviation(), 1e-9);
        }
    }
}
