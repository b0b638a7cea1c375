package dev.gimbal.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridTest {
    private static final Path OUTPUT = Path.of("somewhere").toAbsolutePath();

    private static Grid grid(String... keysAndTexts) {
        return Grid.of(Asked.ofSample(OUTPUT, keysAndTexts));
    }

    private static PruneSettings settings(Cell cell) {
        return PruneSettings.of(SettingValues.of(
                PruneCatalogue.ALL,
                CellFlags.with(cell.written(), OUTPUT.resolve("models").resolve("m"))));
    }

    @Test
    void everyCombinationIsACellAndTheLastAxisRunsFastest() {
        Grid grid = grid("vary.method", "flap, rotation", "vary.seed", "1,2", "vary.ratio", "0.1,0.3");
        assertEquals(8, grid.combinations());
        assertEquals(
                List.of(
                        "method flap, ratio 0.1, seed 1",
                        "method flap, ratio 0.1, seed 2",
                        "method flap, ratio 0.3, seed 1",
                        "method flap, ratio 0.3, seed 2",
                        "method rotation, ratio 0.1, seed 1",
                        "method rotation, ratio 0.1, seed 2",
                        "method rotation, ratio 0.3, seed 1",
                        "method rotation, ratio 0.3, seed 2"),
                grid.cells().stream().map(Cell::words).toList());
        PruneSettings last = settings(grid.cells().get(7));
        assertEquals("rotation", last.method().compensation().label());
        assertEquals(0.3, last.method().ratio());
        assertEquals(2, last.calibration().seed());
        assertEquals("variance-aware", last.method().score().label());
        assertEquals("wifv", settings(grid.cells().get(0)).method().score().label());
        assertEquals(
                "bias", settings(grid.cells().get(0)).method().compensation().label());
    }

    /** Its own work on the dense model, and every cell. */
    @Test
    void aLimitOfTheDevicesMemoryHoldsForAllOfAComparison() {
        CompareSettings settings = Asked.ofSample(OUTPUT, "memory.device", "64m", "vary.ratio", "0.1,0.3");
        assertEquals(64L << 20, settings.backend().deviceBytes());
        for (Cell cell : Grid.of(settings).cells()) {
            assertEquals(64L << 20, settings(cell).backend().deviceBytes());
        }
    }

    @Test
    void whatAMethodDoesNotLookAtMakesNoOtherCell() {
        Grid grid = grid("vary.method", "none,rotation,ridge", "vary.lambda", "0.1,1", "vary.targets", "none,o_proj");
        assertEquals(12, grid.combinations());
        assertEquals(
                List.of(
                        "method none, targets any, lambda any",
                        "method rotation, targets o_proj, lambda any",
                        "method ridge, targets o_proj, lambda 0.1",
                        "method ridge, targets o_proj, lambda 1"),
                grid.cells().stream().map(Cell::words).toList());
    }

    @Test
    void theTargetsThatLeaveNothingToCompensateAreNamed() {
        assertEquals(
                List.of("targets none", "targets o_proj", "targets o_proj+down_proj"),
                grid("compensation", "rotation", "vary.targets", "none,o_proj,o_proj+down_proj").cells().stream()
                        .map(Cell::words)
                        .toList());
    }

    @Test
    void whatIsCentredAlreadyIsNotCentredAgain() {
        assertEquals(
                List.of("method flap, center any", "method ridge, center false", "method ridge, center true"),
                grid("vary.method", "flap,ridge", "vary.center", "false,true").cells().stream()
                        .map(Cell::words)
                        .toList());
    }

    @Test
    void evenWindowsAreTheSameForEverySeedUnlessSomethingIsDrawn() {
        assertEquals(1, grid("sampling", "even", "vary.seed", "1,2,3").cells().size());
        assertEquals(
                3,
                grid("sampling", "even", "score", "random", "vary.seed", "1,2,3")
                        .cells()
                        .size());
        assertEquals(3, grid("vary.seed", "1,2,3").cells().size());
    }

    @Test
    void aCellIsCalledTheSameInAnyGridThatHasIt() {
        Map<String, String> small = names(grid("vary.ratio", "0.2", "vary.method", "ridge", "vary.lambda", "1"));
        Map<String, String> large = names(grid(
                "vary.ratio", "0.30,0.20", "vary.method", "flap,ridge,auto", "vary.lambda", "10,1", "threads", "1"));
        assertTrue(large.keySet().containsAll(small.keySet()), small + " in " + large);
        assertEquals(2 * (1 + 2 + 1), large.size());
        assertNotEquals(
                small.keySet(),
                names(grid("vary.ratio", "0.2", "compensation", "ridge", "seed", "1"))
                        .keySet());
    }

    private static Map<String, String> names(Grid grid) {
        return grid.cells().stream().collect(Collectors.toMap(Cell::id, Cell::words));
    }

    @Test
    void aCellThatContradictsItselfIsNamed() {
        GimbalException refused =
                assertThrows(GimbalException.class, () -> grid("vary.method", "flap,auto", "vary.holdout", "8,0"));
        assertEquals(ExitCode.CONFIGURATION, refused.exitCode());
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("The cell of method auto, holdout 0 cannot be: compensation auto"),
                refused.getMessage());
    }

    @Test
    void whatWouldTakeYearsIsRefused() {
        String many = IntStream.range(0, 101).mapToObj(Integer::toString).collect(Collectors.joining(","));
        GimbalException refused =
                assertThrows(GimbalException.class, () -> grid("vary.seed", many, "vary.lambda", many));
        assertTrue(String.valueOf(refused.getMessage()).contains("more than 10000 combinations"), refused.getMessage());
    }
}
