package dev.gimbal.evaluation.comparison.plot;

import java.util.List;

/**
 * What one line or one kind of mark shows.
 *
 * @param points in the order in which they are joined
 */
public record Series(String name, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }
}
