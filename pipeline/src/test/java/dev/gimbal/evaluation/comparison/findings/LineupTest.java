package dev.gimbal.evaluation.comparison.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.MadeUp;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineupTest {
    @Test
    void ratiosStandAlongTheTopAndSeedsNowhere() {
        Comparison comparison = new MadeUp()
                .axis("lambda", "0.1", "1", "10")
                .axis("ratio", "0.1", "0.2")
                .axis("seed", "0", "1")
                .cell(10, "1", "0.2", "0")
                .cell(14, "1", "0.2", "1")
                .build();
        Lineup lineup = Lineup.of(comparison);
        assertEquals("ratio", lineup.columnKey());
        assertEquals(List.of("lambda"), lineup.rowKeys());
        assertEquals(List.of("0.1", "0.2"), lineup.columns());
        assertEquals(
                new Spread(12, Math.sqrt(8), 2), lineup.spread(new Place(List.of("1"), "0.2"), Winners::perplexity));
        assertNull(lineup.spread(new Place(List.of("1"), "0.1"), Winners::perplexity));
    }

    @Test
    void withoutRatiosTheAxisWithMostNumbersDoes() {
        Comparison comparison = new MadeUp()
                .axis("method", "none", "ridge", "auto", "flap")
                .axis("windows", "8", "16", "32")
                .axis("lambda", "1", "2")
                .axis("ratio", "0.2")
                .build();
        assertEquals("windows", Lineup.of(comparison).columnKey());
        assertEquals(List.of("method", "lambda"), Lineup.of(comparison).rowKeys());
    }

    @Test
    void withoutNumbersThereIsOneColumn() {
        Lineup lineup = Lineup.of(
                new MadeUp().axis("method", "ridge", "none").cell(3, "none").build());
        assertNull(lineup.columnKey());
        assertEquals(List.of(""), lineup.columns());
    }

    /** One of the two products is whole, so what is missing is still to come; of the other nobody knows. */
    @Test
    void rowsWithoutCellsAreShownWhenTheyAreStillToCome() {
        MadeUp grid = new MadeUp()
                .axis("method", "ridge", "none")
                .axis("lambda", "x", "y")
                .cell(3, "none", "x");
        assertEquals(
                List.of(List.of("ridge", "x"), List.of("ridge", "y"), List.of("none", "x"), List.of("none", "y")),
                Lineup.of(grid.planned(4).build()).rows());
        assertEquals(
                List.of(List.of("none", "x")),
                Lineup.of(grid.planned(3).build()).rows());
    }

    @Test
    void rowsAreInTheOrderOfTheAxesWhateverWasFinishedFirst() {
        Comparison comparison = new MadeUp()
                .axis("method", "c", "a", "b")
                .cell(1, "b")
                .cell(2, "c")
                .cell(3, "stray")
                .cell(4, "a")
                .build();
        assertEquals(
                List.of(List.of("c"), List.of("a"), List.of("b"), List.of("stray")),
                Lineup.of(comparison).rows());
    }

    @Test
    void placesHaveNames() {
        Lineup lineup = Lineup.of(new MadeUp()
                .axis("method", "ridge", "none")
                .axis("head-unit", "group", "balanced")
                .axis("ratio", "0.1", "0.2")
                .cell(3, "ridge", "group", "0.1")
                .build());
        assertEquals("ridge, head-unit group, ratio 0.1", lineup.words(new Place(List.of("ridge", "group"), "0.1")));
    }

    @Test
    void nothingVariedIsOnePlace() {
        Lineup lineup = Lineup.of(new MadeUp().cell(3).build());
        assertEquals(List.of(List.of()), lineup.rows());
        assertEquals("the pruned model", lineup.words(new Place(List.of(), "")));
    }

    @Test
    void nothingFinishedIsNoTrouble() {
        assertEquals(
                List.of(),
                Lineup.of(new MadeUp().axis("method", "a", "b").planned(7).build())
                        .rows());
    }
}
