package dev.gimbal.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.Budget;
import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.ScoreKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GlobalSelectionTest {
    private static final List<HeadUnit> UNITS = List.of(HeadUnit.values());

    /** A model of any shape with random scores. */
    record Case(HeadGeometry geometry, int channels, MethodSettings settings, List<LayerScores> scores) {
        GlobalSelection selection() {
            return GlobalSelection.of(geometry, channels, settings, scores);
        }

        Case with(List<LayerScores> other) {
            return new Case(geometry, channels, settings, other);
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, 100).mapToObj(seed -> {
            Random random = new Random(seed);
            int pairs = 1 + random.nextInt(4);
            int group = 1 + random.nextInt(4);
            HeadGeometry geometry =
                    new HeadGeometry(1 + random.nextInt(20), pairs * group, pairs, 1 + random.nextInt(4));
            int channels = 1 + random.nextInt(40);
            List<LayerScores> scores = new ArrayList<>();
            for (int layer = 0; layer <= random.nextInt(6); layer++) {
                scores.add(new LayerScores(positive(random, geometry.columns()), positive(random, channels)));
            }
            MethodSettings settings = Settings.of(
                    random.nextInt(95) / 100.0,
                    Budget.PARAMETERS,
                    UNITS.get(random.nextInt(4)),
                    1,
                    random.nextBoolean() ? ScoreKind.MAGNITUDE : ScoreKind.WIFV);
            return new Case(geometry, channels, settings, scores);
        });
    }

    private static double[] positive(Random random, int count) {
        double size = Math.exp(3 * random.nextGaussian());
        return random.doubles(count, 0, size).toArray();
    }

    /** Every threshold between two scores, tried one after the other on a naive model. */
    @ParameterizedTest
    @MethodSource("cases")
    void isTheThresholdThatComesNearestTheRatio(Case c) {
        if (hasEqualScores(c)) {
            return;
        }
        NaiveThreshold naive = new NaiveThreshold(c.geometry, c.channels, unit(c), c.settings.score(), c.scores);
        double nearest = Double.POSITIVE_INFINITY;
        for (double threshold : naive.thresholds()) {
            nearest = Math.min(nearest, Math.abs(naive.ratio(threshold) - c.settings.ratio()));
        }
        GlobalSelection selection = c.selection();
        assertEquals(nearest, Math.abs(selection.ratioReached() - c.settings.ratio()), 1e-9);
        assertTrue(
                Arrays.stream(naive.thresholds()).anyMatch(t -> naive.keeps(t, selection.layers())),
                "what stays is above some threshold, what goes is below");
    }

    private static HeadUnit unit(Case c) {
        return new DropCounts(c.geometry, c.channels, c.settings.ratio(), Budget.PARAMETERS)
                .units(c.settings.headUnit())
                .unit();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySubLayerKeepsSomethingAndTheRatioIsCounted(Case c) {
        GlobalSelection selection = c.selection();
        long after = 0;
        for (LayerSelection layer : selection.layers()) {
            assertTrue(layer.heads().heads() >= 1);
            assertTrue(layer.channels().length >= 1);
            after += layer.parameters();
        }
        long before = c.scores.size() * (c.geometry.parameters() + 3L * c.geometry.hidden() * c.channels);
        assertEquals(1 - (double) after / before, selection.ratioReached(), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theUnitsOfALayersScoresDoNotMatter(Case c) {
        List<LayerScores> rescaled = new ArrayList<>();
        for (int i = 0; i < c.scores.size(); i++) {
            double factor = 1L << i;
            rescaled.add(new LayerScores(
                    Arrays.stream(c.scores.get(i).attention())
                            .map(s -> s * factor)
                            .toArray(),
                    Arrays.stream(c.scores.get(i).mlp()).map(s -> s / factor).toArray()));
        }
        assertSame(c.selection().layers(), c.with(rescaled).selection().layers());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theOrderOfLayersDoesNotMatterWhereNoScoresAreEqual(Case c) {
        List<LayerScores> reversed = new ArrayList<>(c.scores);
        Collections.reverse(reversed);
        List<LayerSelection> layers =
                new ArrayList<>(c.with(reversed).selection().layers());
        Collections.reverse(layers);
        if (!hasEqualScores(c)) {
            assertSame(c.selection().layers(), layers);
        }
    }

    /** The z-scores of two columns are the same in every layer. */
    private static boolean hasEqualScores(Case c) {
        return c.channels == 2 || c.geometry.columns() == 2;
    }

    private static void assertSame(List<LayerSelection> expected, List<LayerSelection> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(
                    expected.get(i).heads().queryHeads(), actual.get(i).heads().queryHeads());
            assertArrayEquals(expected.get(i).channels(), actual.get(i).channels());
        }
    }

    @Test
    void aLayerWithMoreLowScoresLosesMore() {
        HeadGeometry geometry = new HeadGeometry(4, 2, 2, 2);
        double[] attention = {1, 1, 1, 1};
        // The same mean and spread; one has many channels just below the mean, the other few far below.
        double[] manyLow = {0, 0, 0, 0, 0, 0, 0, 10};
        double[] fewLow = {0, 10, 10, 10, 10, 10, 10, 10};
        GlobalSelection selection = GlobalSelection.of(
                geometry,
                8,
                Settings.of(0.25, Budget.PARAMETERS, HeadUnit.AUTO, 1),
                List.of(new LayerScores(attention, manyLow), new LayerScores(attention, fewLow)));
        assertTrue(selection.layers().get(0).channels().length
                < selection.layers().get(1).channels().length);
    }

    @Test
    void wifvSquaresTheColumnsOfHeadsBeforeItComparesThem() {
        HeadGeometry geometry = new HeadGeometry(4, 2, 2, 2);
        // Sums are 6 and 5; sums of squares 18 and 25.
        LayerScores scores = new LayerScores(new double[] {3, 3, 0, 5}, new double[] {1, 1});
        for (ScoreKind kind : List.of(ScoreKind.WIFV, ScoreKind.MAGNITUDE)) {
            GlobalSelection selection = GlobalSelection.of(
                    geometry, 2, Settings.of(0.4, Budget.PARAMETERS, HeadUnit.AUTO, 1, kind), List.of(scores));
            assertArrayEquals(
                    new int[] {kind == ScoreKind.WIFV ? 1 : 0},
                    selection.layers().get(0).heads().queryHeads());
        }
    }

    @Test
    void keptChannelsAreRoundedUp() {
        Random random = new Random(3);
        HeadGeometry geometry = new HeadGeometry(8, 4, 2, 4);
        List<LayerScores> scores = List.of(
                new LayerScores(positive(random, 16), positive(random, 50)),
                new LayerScores(positive(random, 16), positive(random, 50)));
        GlobalSelection selection =
                GlobalSelection.of(geometry, 50, Settings.of(0.5, Budget.PARAMETERS, HeadUnit.GROUP, 8), scores);
        for (LayerSelection layer : selection.layers()) {
            assertTrue(layer.channels().length % 8 == 0 || layer.channels().length == 50);
        }
    }
}
