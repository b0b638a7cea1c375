package dev.gimbal.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.engine.UnitScores;
import dev.gimbal.protocol.ScoreCurve;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreCurvesTest {
    /** Some units with random scores, of which some stay; the lists that are to be seen are made the slow way. */
    private static final class Drawn {
        final UnitScores units;
        final List<Float> kept = new ArrayList<>();
        final List<Float> dropped = new ArrayList<>();

        Drawn(long seed, int count) {
            Random random = new Random(seed);
            double[] scores = random.doubles(count, -1, 3).toArray();
            int[] stays =
                    IntStream.range(0, count).filter(i -> random.nextInt(3) > 0).toArray();
            units = new UnitScores(scores, stays);
            for (int i = 0; i < count; i++) {
                int unit = i;
                (IntStream.of(stays).anyMatch(j -> j == unit) ? kept : dropped).add((float) scores[i]);
            }
            kept.sort(Collections.reverseOrder());
            dropped.sort(Collections.reverseOrder());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 64, 255, 256})
    void fewUnitsAreAllThere(int count) {
        for (long seed = 0; seed < 20; seed++) {
            Drawn drawn = new Drawn(seed, count);
            ScoreCurve curve = ScoreCurves.of(drawn.units);
            assertEquals(count, curve.getUnits());
            assertEquals(drawn.kept.size(), curve.getKeptUnits());
            assertEquals(drawn.kept, curve.getKeptList());
            assertEquals(drawn.dropped, curve.getDroppedList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1536, 11_008})
    void manyAreThinnedByRankAndKeepTheirEnds(int count) {
        for (long seed = 0; seed < 3; seed++) {
            Drawn drawn = new Drawn(seed, count);
            ScoreCurve curve = ScoreCurves.of(drawn.units);
            thinned(drawn.kept, curve.getKeptList());
            thinned(drawn.dropped, curve.getDroppedList());
        }
    }

    private static void thinned(List<Float> all, List<Float> curve) {
        assertEquals(Math.min(all.size(), ScoreCurves.MOST), curve.size());
        assertEquals(all.get(0), curve.get(0), "the best");
        assertEquals(all.get(all.size() - 1), curve.get(curve.size() - 1), "the worst");
        double step = (all.size() - 1.0) / (curve.size() - 1);
        for (int point = 0; point < curve.size(); point++) {
            int rank = all.indexOf(curve.get(point));
            assertTrue(Math.abs(rank - point * step) <= 1, "point " + point + " is rank " + rank);
        }
    }

    @Test
    void whereNothingIsDroppedThereIsOneCurve() {
        ScoreCurve curve = ScoreCurves.of(new UnitScores(new double[] {2, 1, 3}, new int[] {0, 1, 2}));
        assertEquals(List.of(3f, 2f, 1f), curve.getKeptList());
        assertEquals(List.of(), curve.getDroppedList());
    }
}
