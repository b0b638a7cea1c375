package dev.gimbal.app;

import dev.gimbal.comparison.Cell;
import dev.gimbal.comparison.Grid;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a comparison would compute, and what its cells share.
 *
 * @param combinations of the values of all axes
 * @param cells those that are different models
 * @param denseMeasuredInsteadOf how often the dense model would be measured by as many single runs; here it is once
 */
record GridReport(int combinations, List<CellPlan> cells, int denseMeasuredInsteadOf) {

    /** @param varied its value on each axis */
    record CellPlan(String id, Map<String, String> varied) {}

    static GridReport of(Grid grid) {
        return new GridReport(
                grid.combinations(),
                grid.cells().stream()
                        .map(cell -> new CellPlan(cell.id(), cell.varied()))
                        .toList(),
                grid.cells().size());
    }

    /** For people. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (CellPlan cell : cells) {
            text.append(String.format(
                    Locale.ROOT, "%-70s %s\n", new Cell(cell.id, cell.varied, List.of()).words(), cell.id));
        }
        text.append(String.format(
                Locale.ROOT, """

                cells       %d; %d combinations, of which %d are the same model as another
                shared      the dense model is measured once instead of %d times
                """, cells.size(), combinations, combinations - cells.size(), denseMeasuredInsteadOf));
        return text.toString();
    }
}
