package dev.gimbal.evaluation.comparison.findings;

import static dev.gimbal.evaluation.comparison.MadeUp.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.evaluation.comparison.MadeUp;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final String ONE_SEED = "Every figure is of one seed: how much chance is in it was not measured.";

    private static List<String> winners(MadeUp comparison) {
        return Verdict.of(comparison.build()).winners().stream()
                .map(sentence -> sentence.replace('\u00a0', ' '))
                .toList();
    }

    /** Dense 50, none 150, ridge 70: 80 of the 100 lost are regained. */
    @Test
    void theBestOfEachRatioIsNamedWithWhatItRegains() {
        assertEquals(
                List.of(
                        "At ratio 0.1, ridge is best: 52.00, before none with 54.00. Of what none loses over the dense model"
                                + " (50.00 becomes 54.00), ridge regains 50.0 %.",
                        "At ratio 0.2, ridge is best: 70.00, before flap with 90.00. Of what none loses over the dense model"
                                + " (50.00 becomes 150.00), ridge regains 80.0 %.",
                        ONE_SEED),
                winners(new MadeUp()
                        .dense(MadeUp.score(50))
                        .axis("method", "none", "flap", "ridge")
                        .axis("ratio", "0.1", "0.2")
                        .cell(54, "none", "0.1")
                        .cell(52, "ridge", "0.1")
                        .cell(150, "none", "0.2")
                        .cell(90, "flap", "0.2")
                        .cell(70, "ridge", "0.2")));
    }

    /** Means 100 and 102; deviations sqrt(2) * 2 = 2.83 and 0. */
    @Test
    void whatLiesWithinTheSpreadsHasNoClearWinner() {
        assertEquals(
                List.of(
                        "Of all, there is no clear winner between ridge and auto (100.00 to 102.00, within their spreads)."),
                winners(new MadeUp()
                        .axis("method", "auto", "ridge")
                        .axis("seed", "0", "1")
                        .cell(102, "auto", "0")
                        .cell(102, "auto", "1")
                        .cell(98, "ridge", "0")
                        .cell(102, "ridge", "1")));
    }

    @Test
    void withoutNoneTheWorstOfThePublishedIsTheBaseline() {
        assertEquals(
                "Of all, ridge is best: 60.00, before flap with 80.00. Of what wanda-sp loses over the dense model"
                        + " (50.00 becomes 90.00), ridge regains 75.0 %.",
                winners(new MadeUp()
                                .dense(MadeUp.score(50))
                                .axis("method", "wanda-sp", "flap", "ridge")
                                .cell(90, "wanda-sp")
                                .cell(80, "flap")
                                .cell(60, "ridge"))
                        .get(0));
    }

    @Test
    void aBaselineDiffersInItsMethodAlone() {
        assertEquals(
                "Of all, ridge, head-unit group is best: 60.00, before none, head-unit balanced with 90.00.",
                winners(new MadeUp()
                                .axis("method", "none", "ridge")
                                .axis("head-unit", "group", "balanced")
                                .cell(90, "none", "balanced")
                                .cell(60, "ridge", "group"))
                        .get(0));
    }

    @Test
    void whatOverflowsNeverWins() {
        assertEquals(
                "Of all, rotation is best: 9000. No finite perplexity: none and ridge.",
                winners(new MadeUp()
                                .axis("method", "none", "rotation", "ridge")
                                .cell(Double.POSITIVE_INFINITY, "none")
                                .cell(9000, "rotation")
                                .cell(Double.NaN, "ridge"))
                        .get(0));
        assertEquals(
                "Of all, no perplexity is finite.",
                winners(new MadeUp()
                                .axis("method", "none", "ridge")
                                .cell(Double.NaN, "none")
                                .cell(Double.NaN, "ridge"))
                        .get(0));
    }

    @Test
    void anUnfinishedGridSaysSo() {
        assertEquals(
                List.of("No cell of 8 cells is finished yet."),
                winners(new MadeUp().axis("method", "a", "b").planned(8)));
        assertEquals(
                List.of(
                        "1 of 8 cells are finished; the rest may change what is said here.",
                        "Of all, a was measured alone: 70.00, where the dense model has 49.15."),
                winners(new MadeUp().axis("method", "a", "b").cell(70, "a").planned(8)));
    }

    /** The errors are of 1 %, so that 2 % more are more and half a per cent is not. */
    @Test
    void tasksHaveWinnersOfTheirOwn() {
        MadeUp comparison = new MadeUp()
                .axis("method", "none", "ridge", "auto")
                .tasks(List.of(task("boolq", 0.50, 0.01)), "none")
                .tasks(List.of(task("boolq", 0.60, 0.01)), "ridge");
        assertEquals(
                List.of(
                        "Of all, by mean accuracy over 1 task, ridge is best: 60.0 %, before none with 50.0 %.",
                        ONE_SEED),
                winners(comparison));
        assertEquals(
                "Of all, by mean accuracy over 1 task, there is no clear winner between auto and ridge (60.5 % to 60.0 %,"
                        + " within their errors).",
                winners(comparison.tasks(List.of(task("boolq", 0.605, 0.01)), "auto"))
                        .get(0));
    }

    @Test
    void manyThatTieAreCounted() {
        MadeUp comparison = new MadeUp().axis("method", "a", "b", "c", "d", "e", "f", "g");
        for (String method : List.of("a", "b", "c", "d", "e", "f", "g")) {
            comparison.cell(60, method);
        }
        assertEquals(
                "Of all, there is no clear winner between a, b, c, d, e and 2 more (60.00 to 60.00, within their spreads).",
                winners(comparison).get(0));
    }
}
