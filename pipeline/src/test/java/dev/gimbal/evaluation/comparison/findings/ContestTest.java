package dev.gimbal.evaluation.comparison.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContestTest {
    private static Entries entries(Object... namesAndSpreads) {
        Entries entries = new Entries();
        for (int i = 0; i < namesAndSpreads.length; i += 2) {
            entries.add(List.of((String) namesAndSpreads[i]), (Spread) namesAndSpreads[i + 1]);
        }
        return entries;
    }

    private static Spread single(double value) {
        return new Spread(value, Double.NaN, 1);
    }

    @Test
    void theLowestIsBestAndWhatIsNotFiniteNever() {
        Contest contest = Contest.lowest(
                entries(
                        "nan",
                        single(Double.NaN),
                        "b",
                        single(5),
                        "a",
                        single(4),
                        "inf",
                        single(Double.POSITIVE_INFINITY)),
                Numerals::perplexity);
        assertEquals(List.of(List.of("a"), List.of("b")), contest.order());
        assertEquals(List.of(), contest.tied());
        assertTrue(contest.won(List.of("a")));
        assertFalse(contest.won(List.of("b")));
    }

    @Test
    void theHighestCanBeBest() {
        Contest contest = Contest.highest(entries("a", single(0.5), "b", single(0.6)), Numerals::percent);
        assertTrue(contest.won(List.of("b")));
    }

    @Test
    void whatLiesWithinASpreadIsTied() {
        Contest contest = Contest.lowest(
                entries("a", new Spread(10, 1, 3), "b", new Spread(11, 0.1, 3), "c", new Spread(11.5, 1.4, 3)),
                Numerals::perplexity);
        assertEquals(List.of(List.of("b")), contest.tied());
    }

    @Test
    void whatIsPrintedAlikeIsTied() {
        Contest contest = Contest.lowest(entries("a", single(57.391), "b", single(57.394)), Numerals::perplexity);
        assertEquals(List.of(List.of("b")), contest.tied());
    }

    @Test
    void whoStandsAloneHasNotWon() {
        Contest alone = Contest.lowest(entries("a", single(1)), Numerals::perplexity);
        assertFalse(alone.won(List.of("a")));
        Contest other = Contest.lowest(entries("a", single(1), "b", single(Double.NaN)), Numerals::perplexity);
        assertTrue(other.won(List.of("a")));
    }

    @Test
    void theBestIsTheMinimum() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            Entries entries = new Entries();
            double least = Double.POSITIVE_INFINITY;
            int count = 2 + random.nextInt(20);
            for (int row = 0; row < count; row++) {
                double value = random.nextInt(5) == 0 ? Double.NaN : 1 + 100 * random.nextDouble();
                least = value < least ? value : least;
                entries.add(List.of("row " + row), single(value));
            }
            Contest contest = Contest.lowest(entries, Numerals::perplexity);
            assertEquals(
                    least,
                    contest.order().isEmpty()
                            ? Double.POSITIVE_INFINITY
                            : entries.mean(contest.order().get(0)));
        }
    }
}
