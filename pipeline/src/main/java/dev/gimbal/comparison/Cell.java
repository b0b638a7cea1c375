package dev.gimbal.comparison;

import dev.gimbal.config.Written;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One model of a grid.
 *
 * @param id the same for the same settings, whatever else the grid has; good as a file's name
 * @param varied its value on each axis, as the user wrote it
 * @param written what its pruning run is told, but for where its files are
 */
public record Cell(String id, Map<String, String> varied, List<Written> written) {
    public Cell {
        written = List.copyOf(written);
    }

    /** In words: {@code method rotation, ratio 0.2}. */
    public String words() {
        return varied.entrySet().stream()
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", "));
    }
}
