package dev.gimbal.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.config.Budget;
import dev.gimbal.config.HeadUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UniformSelectionTest {
    private static final List<HeadUnit> UNITS = List.of(HeadUnit.values());
    private static final HeadGeometry SMOLLM2 = new HeadGeometry(576, 9, 3, 64);
    private static final HeadGeometry LLAMA_7B = new HeadGeometry(4096, 32, 32, 128);

    /** Any shape, ratio and rounding. */
    record Case(HeadGeometry geometry, int channels, double ratio, HeadUnit unit, Budget budget, int multipleOf) {
        UniformSelection selection() {
            return UniformSelection.of(geometry, channels, Settings.of(ratio, budget, unit, multipleOf));
        }
    }

    static Stream<Case> cases() {
        return IntStream.range(0, 120).mapToObj(seed -> {
            Random random = new Random(seed);
            int pairs = 1 + random.nextInt(8);
            int group = 1 + random.nextInt(6);
            HeadGeometry geometry =
                    new HeadGeometry(1 + random.nextInt(64), pairs * group, pairs, 1 + random.nextInt(16));
            return new Case(
                    geometry,
                    1 + random.nextInt(200),
                    random.nextInt(100) / 100.0,
                    UNITS.get(random.nextInt(4)),
                    random.nextBoolean() ? Budget.UNITS : Budget.PARAMETERS,
                    random.nextBoolean() ? 1 : 1 + random.nextInt(64));
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everySubLayerKeepsSomethingAndCountsWhatItKeeps(Case c) {
        UniformSelection selection = c.selection();
        Random random = new Random(1);
        KeptHeads heads = selection.heads(random.doubles(c.geometry.heads()).toArray());
        int[] channels = selection.channels(random.doubles(c.channels).toArray());

        assertTrue(heads.heads() >= 1);
        assertTrue(channels.length >= 1);
        assertEquals(selection.keptChannels(), channels.length);
        assertArrayEquals(IntStream.of(channels).sorted().distinct().toArray(), channels);
        LayerSelection layer = new LayerSelection(heads, channels);
        assertEquals(selection.parametersAfter(), layer.parameters());
        double share = 1 - (double) layer.parameters() / selection.parametersBefore();
        assertEquals(share, selection.ratioReached(), 1e-12);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void channelsAreRoundedUpToTheMultipleUnlessThatIsMoreThanThereAre(Case c) {
        UniformSelection exact = new Case(c.geometry, c.channels, c.ratio, c.unit, c.budget, 1).selection();
        int kept = c.selection().keptChannels();
        int rounded = exact.keptChannels();
        while (rounded % c.multipleOf != 0 && rounded < c.channels) {
            rounded++;
        }
        assertEquals(rounded, kept);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void budgetOfUnitsDropsTheFloorOfTheRatioOfEach(Case c) {
        UniformSelection selection = new Case(c.geometry, c.channels, c.ratio, c.unit, Budget.UNITS, 1).selection();

        assertEquals(floor(c.ratio, selection.units().count()), selection.droppedUnits());
        assertEquals(c.channels - floor(c.ratio, c.channels), selection.keptChannels());
    }

    private static int floor(double ratio, int units) {
        return new BigDecimal(Double.toString(ratio))
                .multiply(BigDecimal.valueOf(units))
                .setScale(0, RoundingMode.FLOOR)
                .intValue();
    }

    /** No other reachable number of heads is nearer the ratio, and no other number of channels makes up for it better. */
    @ParameterizedTest
    @MethodSource("cases")
    void budgetOfParametersComesAsNearAsItCan(Case c) {
        UniformSelection selection =
                new Case(c.geometry, c.channels, c.ratio, c.unit, Budget.PARAMETERS, 1).selection();
        HeadUnits units = selection.units();
        double attention = units.parameters(0);
        for (int dropped = 0; dropped < units.count(); dropped++) {
            double missed = Math.abs(attention - units.parameters(dropped) - c.ratio * attention);
            double taken = Math.abs(attention - units.parameters(selection.droppedUnits()) - c.ratio * attention);
            boolean fewer = dropped >= selection.droppedUnits();
            assertTrue(fewer ? missed >= taken - 1e-6 : missed > taken - 1e-6, dropped + " heads are nearer");
        }
        double wanted = c.ratio * selection.parametersBefore();
        double missed = Math.abs(selection.parametersBefore() - selection.parametersAfter() - wanted);
        for (int kept = 1; kept <= c.channels; kept++) {
            double after = units.parameters(selection.droppedUnits()) + 3.0 * c.geometry.hidden() * kept;
            double other = Math.abs(selection.parametersBefore() - after - wanted);
            assertTrue(other >= missed - 1e-6, kept + " channels are nearer");
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 3, 1100", "0.2, 6, 2201", "0.3, 9, 3302"})
    void thePapersProtocolOnLlama7B(double ratio, int heads, int channels) {
        UniformSelection selection =
                UniformSelection.of(LLAMA_7B, 11008, Settings.of(ratio, Budget.UNITS, HeadUnit.AUTO, 1));
        assertEquals(heads, selection.droppedUnits());
        assertEquals(channels, 11008 - selection.keptChannels());
    }

    @Test
    void autoTakesTheUnitThatComesNearer() {
        // Of 9 heads on 3: groups can lose 1/3 of the weights, balanced heads 1/4.
        assertEquals(HeadUnit.BALANCED, unit(SMOLLM2, 0.2, Budget.PARAMETERS));
        assertEquals(HeadUnit.GROUP, unit(SMOLLM2, 0.35, Budget.PARAMETERS));
        assertEquals(HeadUnit.BALANCED, unit(SMOLLM2, 0.5, Budget.PARAMETERS));
        assertEquals(HeadUnit.GROUP, unit(SMOLLM2, 0.05, Budget.PARAMETERS), "a tie: neither drops anything");
        assertEquals(HeadUnit.GROUP, unit(SMOLLM2, 0.4, Budget.UNITS), "a tie: one of three either way");
        // One key-value head: only heads out of the one group can go.
        assertEquals(HeadUnit.BALANCED, unit(new HeadGeometry(64, 8, 1, 8), 0.2, Budget.PARAMETERS));
        assertEquals(HeadUnit.GROUP, unit(LLAMA_7B, 0.2, Budget.PARAMETERS));
    }

    private static HeadUnit unit(HeadGeometry geometry, double ratio, Budget budget) {
        return UniformSelection.of(geometry, 64, Settings.of(ratio, budget, HeadUnit.AUTO, 1))
                .units()
                .unit();
    }

    @Test
    void whatHeadsCannotGiveTheMlpTakes() {
        UniformSelection selection =
                UniformSelection.of(SMOLLM2, 1536, Settings.of(0.2, Budget.PARAMETERS, HeadUnit.AUTO, 1));
        assertEquals(1, selection.droppedUnits());
        // Attention 24 * 64 * 576 loses a quarter; the MLP 3 * 1536 * 576 the rest of a fifth of both.
        assertEquals(1536 - Math.round(0.2 * 1536 - 0.05 * 24 * 64 / 3), selection.keptChannels());
        assertEquals(0.2, selection.ratioReached(), 0.5 / 1536);
    }

    @ParameterizedTest
    @EnumSource(Budget.class)
    void ratioZeroKeepsEverything(Budget budget) {
        for (HeadUnit unit : HeadUnit.values()) {
            UniformSelection selection = UniformSelection.of(SMOLLM2, 1000, Settings.of(0, budget, unit, 64));
            assertEquals(0, selection.droppedUnits());
            assertEquals(1000, selection.keptChannels());
            assertEquals(0, selection.ratioReached());
        }
    }

    @Test
    void lowestChannelsGoAndOfEqualOnesTheLast() {
        UniformSelection selection =
                UniformSelection.of(new HeadGeometry(4, 1, 1, 4), 5, Settings.of(0.4, Budget.UNITS, HeadUnit.AUTO, 1));
        assertArrayEquals(new int[] {0, 2, 3}, selection.channels(new double[] {2, 1, 3, 2, 1}));
        assertArrayEquals(new int[] {0, 1, 2}, selection.channels(new double[5]));
        assertThrows(IllegalArgumentException.class, () -> selection.channels(new double[4]));
    }

    @Test
    void oneHeadAndOneChannelCannotBePruned() {
        for (Budget budget : Budget.values()) {
            UniformSelection selection =
                    UniformSelection.of(new HeadGeometry(4, 1, 1, 4), 1, Settings.of(0.99, budget, HeadUnit.AUTO, 1));
            assertEquals(0, selection.droppedUnits());
            assertEquals(1, selection.keptChannels());
        }
    }

    @Test
    void ratiosOutOfRangeAreRefused() {
        for (double ratio : new double[] {-0.1, 1, Double.NaN}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> UniformSelection.of(SMOLLM2, 8, Settings.of(ratio, Budget.UNITS, HeadUnit.AUTO, 1)));
        }
    }
}
