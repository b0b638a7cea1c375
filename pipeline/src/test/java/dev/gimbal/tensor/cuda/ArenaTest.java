package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a card's memory is given out. */
class ArenaTest {
    private static final long SLAB = 1 << 16;

    private final EmulatedDevice device = new EmulatedDevice(1 << 24, "compute_70");
    private final DeviceQueue queue = new DeviceQueue(device, 64);

    @ParameterizedTest
    @ValueSource(longs = {0, SLAB})
    void piecesNeverOverlapLieAlignedAndStayWithinTheLimit(long slabBytes) {
        long limit = 10 * SLAB;
        Arena arena = new Arena(queue, limit, slabBytes);
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            NavigableMap<Long, Long> taken = new TreeMap<>();
            for (int i = 0; i < 300; i++) {
                long bytes = 1L + random.nextInt(random.nextBoolean() ? 1000 : 30_000);
                long address = random.nextInt(3) > 0 ? arena.take(bytes) : 0L;
                if (address != 0) {
                    assertApart(taken, address, bytes);
                    taken.put(address, bytes);
                } else if (!taken.isEmpty()) {
                    long given = new ArrayList<>(taken.keySet()).get(random.nextInt(taken.size()));
                    taken.remove(given);
                    arena.give(given);
                }
                assertTrue(arena.heldBytes() <= limit, "within the limit");
                assertEquals(arena.heldBytes(), device.memory().usedBytes(), "and honest about it");
            }
            taken.keySet().forEach(arena::give);
        }
        arena.freeEmpty();
        assertEquals(0, arena.heldBytes());
        assertEquals(0, device.memory().usedBytes());
    }

    private static void assertApart(NavigableMap<Long, Long> taken, long address, long bytes) {
        assertEquals(0, address % Arena.ALIGNMENT);
        Map.Entry<Long, Long> before = taken.floorEntry(address);
        assertTrue(before == null || before.getKey() + before.getValue() <= address, "behind the one before");
        Map.Entry<Long, Long> after = taken.ceilingEntry(address);
        assertTrue(after == null || address + bytes <= after.getKey(), "before the one behind");
    }

    @Test
    void gapsGrowTogetherWhateverTheOrderThatTheyComeBackIn() {
        for (long seed = 0; seed < 20; seed++) {
            Arena arena = new Arena(queue, SLAB, SLAB);
            List<Long> pieces = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                pieces.add(arena.take(SLAB / 16));
            }
            assertEquals(0, arena.take(1), "nothing is left");
            Collections.shuffle(pieces, new Random(seed));
            pieces.forEach(arena::give);
            long whole = arena.take(SLAB);
            assertNotEquals(0, whole);
            arena.give(whole);
            arena.freeEmpty();
        }
    }

    @Test
    void slabsThatNobodyUsesMakeWayForWhatIsLarger() {
        Arena arena = new Arena(queue, 2 * SLAB, SLAB);
        long small = arena.take(100);
        arena.give(small);
        assertEquals(SLAB, arena.heldBytes(), "kept for the next");
        long large = arena.take(2 * SLAB);
        assertNotEquals(0, large);
        arena.give(large);
        arena.freeEmpty();
    }

    @Test
    void whereNoSlabFitsAnyMoreAPieceOfItsOwnDoes() {
        Arena arena = new Arena(queue, SLAB + 1000, SLAB);
        long slab = arena.take(SLAB);
        long rest = arena.take(600);
        assertNotEquals(0, rest);
        assertEquals(0, arena.take(600));
        arena.give(slab);
        arena.give(rest);
        arena.freeEmpty();
    }

    @Test
    void moreThanTheLimitIsRefusedHoweverMuchItIs() {
        Arena arena = new Arena(queue, SLAB, SLAB);
        for (long bytes : new long[] {SLAB + 1, Long.MAX_VALUE / 2, Long.MAX_VALUE}) {
            assertEquals(0, arena.take(bytes));
        }
        assertEquals(0, arena.heldBytes());
    }

    @Test
    void whatWasNotTakenCannotBeGivenBack() {
        Arena arena = new Arena(queue, SLAB, SLAB);
        long piece = arena.take(10);
        arena.give(piece);
        assertThrows(IllegalStateException.class, () -> arena.give(piece));
        assertThrows(IllegalStateException.class, () -> arena.give(12_345));
    }
}
