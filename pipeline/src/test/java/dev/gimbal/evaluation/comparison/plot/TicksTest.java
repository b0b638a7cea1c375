package dev.gimbal.evaluation.comparison.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void linearMarksAreRoundAndEnclose() {
        Scale scale = Ticks.linear(0.1, 0.3);
        assertEquals(List.of(0.1, 0.15, 0.2, 0.25, 0.3), scale.ticks());
        assertEquals(
                List.of(0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0),
                Ticks.linear(1, 30).ticks());
    }

    @Test
    void logarithmicMarksAreOnesTwosAndFives() {
        assertEquals(
                List.of(50.0, 100.0, 200.0, 500.0), Ticks.logarithmic(49, 590).ticks());
    }

    @Test
    void manyPowersAreThinned() {
        List<Double> ticks = Ticks.logarithmic(1e-9, 1e12).ticks();
        assertTrue(ticks.size() >= 4 && ticks.size() <= 8, ticks.toString());
        double factor = ticks.get(1) / ticks.get(0);
        for (int i = 2; i < ticks.size(); i++) {
            assertEquals(factor, ticks.get(i) / ticks.get(i - 1), factor * 1e-9);
        }
    }

    @Test
    void aScaleEnclosesWhatItIsMadeForInOrder() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            boolean logarithmic = i % 2 == 0;
            double low = Math.pow(10, 20 * random.nextDouble() - 10);
            double high = logarithmic ? low * (8 + random.nextInt(100_000)) : low * (1 + random.nextDouble() * 50);
            Scale scale = logarithmic ? Ticks.logarithmic(low, high) : Ticks.linear(low, high);
            assertTrue(
                    scale.share(low) >= -1e-9 && scale.share(high) <= 1 + 1e-9 && scale.share(low) < scale.share(high));
            assertTrue(scale.ticks().size() >= 2 && scale.ticks().size() <= 13, scale.toString());
            for (double tick : scale.ticks()) {
                assertTrue(scale.share(tick) >= -1e-9 && scale.share(tick) <= 1 + 1e-9, scale.toString());
            }
        }
    }

    @Test
    void oneValueHasRoomAround() {
        for (double value : new double[] {0, 5, -3, 1e-12, 1e12}) {
            Scale scale = Ticks.linear(value, value);
            assertTrue(scale.share(value) > 0.05 && scale.share(value) < 0.95, scale.toString());
        }
        Scale scale = Scale.between(128, 128, true, List.of(128.0));
        assertEquals(0.5, scale.share(128), 1e-12);
        assertEquals(List.of(128.0), scale.ticks());
    }
}
