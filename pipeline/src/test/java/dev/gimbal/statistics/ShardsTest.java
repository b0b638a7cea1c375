package dev.gimbal.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 128, 131, 1_000_000, Integer.MAX_VALUE})
    void cutTheWindowsIntoAtMostSixteenNearlyEqualRangesInOrder(int windows) {
        Shards shards = Shards.of(windows);
        assertEquals(Math.min(16, windows), shards.count());
        int next = 0;
        for (int i = 0; i < shards.count(); i++) {
            Shards.Range range = shards.range(i);
            assertEquals(next, range.from());
            assertTrue(range.length() == windows / shards.count() || range.length() == windows / shards.count() + 1);
            next = range.to();
        }
        assertEquals(windows, next);
    }

    @Test
    void oneInSoManyIsHeldOut() {
        Shards shards = Shards.of(128);
        assertEquals("7 15", heldOut(shards, 8));
        assertEquals("15", heldOut(shards, 16));
        assertEquals("2 5 8 11 14", heldOut(shards, 3));
        assertEquals("", heldOut(shards, 0));
        assertEquals(16, shards.heldOutWindows(8));
        assertEquals(0, shards.heldOutWindows(0));
    }

    @Test
    void sayWhenThereAreTooFewToHoldOneOut() {
        assertTrue(Shards.of(7).tooFewToHoldOut(8));
        assertEquals(0, Shards.of(7).heldOutWindows(8));
        assertFalse(Shards.of(8).tooFewToHoldOut(8));
        assertEquals(1, Shards.of(8).heldOutWindows(8));
        assertFalse(Shards.of(1).tooFewToHoldOut(0));
    }

    @Test
    void thereIsNoCutOfNothingAndNoShardBeyondTheLast() {
        assertThrows(IllegalArgumentException.class, () -> Shards.of(0));
        assertThrows(IndexOutOfBoundsException.class, () -> Shards.of(3).range(3));
        assertThrows(IndexOutOfBoundsException.class, () -> Shards.of(3).range(-1));
    }

    private static String heldOut(Shards shards, int holdout) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, shards.count())
                .filter(i -> shards.heldOut(i, holdout))
                .forEach(i -> text.append(text.length() == 0 ? "" : " ").append(i));
        return text.toString();
    }
}
