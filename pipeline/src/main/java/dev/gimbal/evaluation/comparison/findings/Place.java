package dev.gimbal.evaluation.comparison.findings;

import java.util.List;

/**
 * Where a cell stands in a table; cells that differ in their seed alone stand in the same place.
 *
 * @param row values of the axes down the side
 * @param column value of the axis along the top; empty where there is none
 */
public record Place(List<String> row, String column) {
    public Place {
        row = List.copyOf(row);
    }
}
