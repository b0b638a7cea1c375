package dev.gimbal.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.HeadUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadUnitsTest {
    private static final List<HeadUnit> UNITS = List.of(HeadUnit.GROUP, HeadUnit.BALANCED, HeadUnit.EXPAND);

    /** Random attention shapes of every kind, a unit, scores and a count to drop. */
    record Case(HeadUnits units, double[] scores, int dropped) {}

    static Stream<Case> cases() {
        return IntStream.range(0, 120).mapToObj(seed -> {
            Random random = new Random(seed);
            int pairs = 1 + random.nextInt(5);
            int group = 1 + random.nextInt(5);
            HeadGeometry geometry =
                    new HeadGeometry(1 + random.nextInt(9), pairs * group, pairs, 1 + random.nextInt(4));
            HeadUnit unit = UNITS.get(random.nextInt(3));
            HeadUnits units = new HeadUnits(geometry, unit);
            // Few different scores, so that many are equal.
            double[] scores = random.ints((long) pairs * group, 0, 1 + random.nextInt(6))
                    .asDoubleStream()
                    .toArray();
            return new Case(units, scores, random.nextInt(units.count()));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatStaysIsALayerThatCanBeComputed(Case c) {
        KeptHeads kept = c.units.keep(c.scores, c.dropped);
        HeadGeometry before = c.units.geometry();
        int[] heads = kept.queryHeads();

        assertTrue(heads.length >= 1);
        assertEquals(0, kept.heads() % kept.keyValueHeads());
        assertArrayEquals(IntStream.of(heads).sorted().distinct().toArray(), heads);
        assertTrue(heads[0] >= 0 && heads[heads.length - 1] < before.heads());
        int groupAfter = kept.heads() / kept.keyValueHeads();
        for (int i = 0; i < heads.length; i++) {
            assertEquals(heads[i] / before.groupSize(), kept.sourceKeyValueHeads()[i / groupAfter], "head " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void asManyUnitsGoAsAreDropped(Case c) {
        KeptHeads kept = c.units.keep(c.scores, c.dropped);
        HeadGeometry before = c.units.geometry();
        int each = kept.unit() == HeadUnit.EXPAND
                ? 1
                : kept.unit() == HeadUnit.GROUP ? before.groupSize() : before.keyValueHeads();

        assertEquals(before.heads() - c.dropped * each, kept.heads());
        long weights = 0;
        for (int rows : new int[] {kept.heads(), kept.keyValueHeads(), kept.keyValueHeads(), kept.heads()}) {
            weights += (long) rows * before.headSize() * before.hidden();
        }
        assertEquals(weights, kept.parameters());
        assertEquals(weights, c.units.parameters(c.dropped));
        assertEquals(kept.heads() * before.headSize(), kept.columns().length);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noDroppedUnitIsBetterThanAKeptOne(Case c) {
        int group = c.units.geometry().groupSize();
        Set<Integer> kept = new HashSet<>();
        IntStream.of(c.units.keep(c.scores, c.dropped).queryHeads()).forEach(kept::add);
        for (int dropped = 0; dropped < c.scores.length; dropped++) {
            for (int other : kept) {
                boolean comparable = c.units.unit() != HeadUnit.BALANCED || dropped / group == other / group;
                if (kept.contains(dropped) || !comparable) {
                    continue;
                }
                double lost = score(c, dropped);
                double held = score(c, other);
                assertTrue(lost < held || (lost == held && dropped > other), dropped + " went, " + other + " stayed");
            }
        }
    }

    private static double score(Case c, int head) {
        int group = c.units.geometry().groupSize();
        if (c.units.unit() != HeadUnit.GROUP) {
            return c.scores[head];
        }
        int first = head / group * group;
        return Arrays.stream(c.scores, first, first + group).sum() / group;
    }

    @Test
    void columnsAreTheKeptHeadsOwn() {
        HeadUnits units = new HeadUnits(new HeadGeometry(8, 4, 4, 3), HeadUnit.GROUP);
        KeptHeads kept = units.keep(new double[] {5, 1, 4, 2}, 2);

        assertArrayEquals(new int[] {0, 2}, kept.queryHeads());
        assertArrayEquals(new int[] {0, 1, 2, 6, 7, 8}, kept.columns());
    }

    @Test
    void groupsGoWithAllTheirHeads() {
        HeadUnits units = new HeadUnits(new HeadGeometry(8, 6, 3, 2), HeadUnit.GROUP);
        KeptHeads kept = units.keep(new double[] {0, 9, 4, 4, 3, 3}, 1);

        assertArrayEquals(new int[] {0, 1, 2, 3}, kept.queryHeads());
        assertArrayEquals(new int[] {0, 1}, kept.sourceKeyValueHeads());
    }

    @Test
    void balancedTakesTheWorstOfEveryGroup() {
        HeadUnits units = new HeadUnits(new HeadGeometry(8, 6, 2, 2), HeadUnit.BALANCED);
        KeptHeads kept = units.keep(new double[] {3, 1, 2, 10, 30, 20}, 1);

        assertArrayEquals(new int[] {0, 2, 4, 5}, kept.queryHeads());
        assertArrayEquals(new int[] {0, 1}, kept.sourceKeyValueHeads());
        assertArrayEquals(new double[] {5.5, 11, 16.5}, units.scores(new double[] {3, 1, 2, 10, 30, 20}), 1e-12);
    }

    @Test
    void expandCopiesAKeyValueHeadForEachKeptHeadAndCountsTheCopies() {
        HeadGeometry geometry = new HeadGeometry(10, 6, 2, 2);
        HeadUnits units = new HeadUnits(geometry, HeadUnit.EXPAND);
        KeptHeads kept = units.keep(new double[] {1, 9, 8, 7, 0, 6}, 2);

        assertArrayEquals(new int[] {1, 2, 3, 5}, kept.queryHeads());
        assertArrayEquals(new int[] {0, 0, 1, 1}, kept.sourceKeyValueHeads());
        assertEquals(10 * 2 * 16, kept.parameters());
        assertTrue(units.parameters(1) > geometry.parameters(), "one head less, four pairs more");
        assertEquals(2, units.keep(new double[6], 0).keyValueHeads(), "nothing is copied where nothing goes");
    }

    @Test
    void whereEveryHeadHasItsOwnPairAllUnitsAreHeads() {
        HeadGeometry geometry = new HeadGeometry(8, 5, 5, 2);
        double[] scores = {3, 1, 2, 5, 4};
        for (HeadUnit unit : new HeadUnit[] {HeadUnit.GROUP, HeadUnit.BALANCED, HeadUnit.EXPAND}) {
            HeadUnits units = new HeadUnits(geometry, unit);
            assertEquals(HeadUnit.GROUP, units.unit());
            assertEquals(5, units.count());
            assertArrayEquals(new int[] {0, 3, 4}, units.keep(scores, 2).queryHeads());
        }
    }

    @Test
    void refusesToDropEverythingAndShapesThatAreNone() {
        HeadUnits one = new HeadUnits(new HeadGeometry(4, 1, 1, 4), HeadUnit.GROUP);
        assertArrayEquals(new int[] {0}, one.keep(new double[] {1}, 0).queryHeads());
        assertThrows(IllegalArgumentException.class, () -> one.keep(new double[] {1}, 1));
        assertThrows(IllegalArgumentException.class, () -> one.keep(new double[] {1, 2}, 0));
        assertThrows(IllegalArgumentException.class, () -> new HeadGeometry(4, 3, 2, 4));
        assertThrows(IllegalArgumentException.class, () -> new HeadUnits(one.geometry(), HeadUnit.AUTO));
    }
}
