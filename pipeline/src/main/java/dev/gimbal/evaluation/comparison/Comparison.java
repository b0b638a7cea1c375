package dev.gimbal.evaluation.comparison;

import java.util.List;

/**
 * Everything that is known of a comparison.
 *
 * @param subject the dense model
 * @param protocol how all cells were calibrated and measured
 * @param axes what was varied, in the order of the configuration; an axis of one value is what all cells share
 * @param dense the model before pruning; measured once
 * @param cells those that are finished, in the order of the grid
 * @param planned how many cells the grid has
 */
public record Comparison(
        Subject subject, Protocol protocol, List<Axis> axes, DenseResult dense, List<CellResult> cells, int planned) {
    public Comparison {
        axes = List.copyOf(axes);
        cells = List.copyOf(cells);
    }
}
