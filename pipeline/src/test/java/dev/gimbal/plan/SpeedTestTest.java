package dev.gimbal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTestTest {
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "nd4j", "reference"})
    void everyKindOfWorkHasASpeedAndNoMemoryStays(String name) {
        PruneSettings settings = Published.settings("seq", "64");
        try (Backend backend = Backends.open(name, 2)) {
            backend.keepIdle(0);
            Speed speed = SpeedTest.of(backend, settings, ModelFolder.configuration("../configs/sample/model"));
            for (double rate : new double[] {
                speed.products(),
                speed.attention(),
                speed.elements(),
                speed.gram(),
                speed.solveProducts(),
                speed.factorisations()
            }) {
                assertTrue(rate > 1e3 && rate < 1e16, name + ": " + speed);
            }
            assertEquals(0, backend.usedBytes());
        }
    }

    @Test
    void secondsAreWorkBySpeed() {
        Speed speed = new Speed(100, 10, 1000, 50, 20, 5);
        Work work = new Work(200, 30, 500, 25, 60, 10);
        assertEquals(
                Map.of("products", 2.0, "attention", 3.0, "element-wise", 0.5, "gram", 0.5, "solves", 3.0 + 2.0),
                speed.seconds(work));
        assertEquals(11, speed.total(work));
        assertEquals(3 * speed.total(work), speed.total(work.plus(work.times(2))), 1e-9);
    }
}
