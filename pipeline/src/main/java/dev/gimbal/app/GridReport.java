package dev.gimbal.app;

import dev.gimbal.comparison.Cell;
import dev.gimbal.comparison.Grid;
import dev.gimbal.comparison.GridWork;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a comparison would compute, and what its cells share.
 *
 * @param combinations of the values of all axes
 * @param cells those that are different models
 * @param denseMeasuredInsteadOf how often the dense model would be measured by as many single runs; here it is once
 * @param work of pruning and of perplexities
 */
record GridReport(int combinations, List<CellPlan> cells, int denseMeasuredInsteadOf, Sharing work) {

    /** @param varied its value on each axis */
    record CellPlan(String id, Map<String, String> varied) {}

    /**
     * Work in FLOP.
     *
     * @param alone of as many single runs
     * @param together where what cells share is done once
     * @param saved share of it
     * @param densePasses that gather scores for global selection
     * @param densePassesAlone of single runs
     */
    record Sharing(double alone, double together, double saved, int densePasses, int densePassesAlone) {}

    static GridReport of(Grid grid, GridWork work) {
        return new GridReport(
                grid.combinations(),
                grid.cells().stream()
                        .map(cell -> new CellPlan(cell.id(), cell.varied()))
                        .toList(),
                grid.cells().size(),
                new Sharing(
                        work.alone(), work.together(), work.saved(), work.denseMeasured(), work.denseMeasuredAlone()));
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (CellPlan cell : cells) {
            text.append(String.format(
                    Locale.ROOT, "%-70s %s\n", new Cell(cell.id, cell.varied, List.of()).words(), cell.id));
        }
        text.append(String.format(
                Locale.ROOT,
                """

                cells       %d; %d combinations, of which %d are the same model as another
                shared      the dense model is measured once instead of %d times%s
                work        %,.0f GFLOP for pruning and perplexity, %.0f %% less than as single runs
                """,
                cells.size(),
                combinations,
                combinations - cells.size(),
                denseMeasuredInsteadOf,
                scored(),
                work.together / 1e9,
                100 * work.saved));
        return text.toString();
    }

    private String scored() {
        return work.densePassesAlone == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", and scored %s instead of %d for global selection",
                        work.densePasses == 1 ? "once" : work.densePasses + " times",
                        work.densePassesAlone);
    }
}
