package dev.gimbal.evaluation.comparison;

import java.util.List;

/**
 * One thing that is varied.
 *
 * @param key {@code method}, or the key of a setting
 * @param values as the user wrote them, in that order
 */
public record Axis(String key, List<String> values) {
    public Axis {
        values = List.copyOf(values);
    }
}
