package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.Axis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rows in the order of the axes, not in that in which cells got finished. */
final class RowOrder {
    private RowOrder() {}

    /**
     * @param found rows that have a cell
     * @param product whether rows without one are still to come
     */
    static List<List<String>> of(List<Axis> axes, List<List<String>> found, boolean product) {
        Set<List<String>> rows = new LinkedHashSet<>(found);
        if (product) {
            rows.addAll(product(axes));
        }
        return rows.stream().sorted(order(axes)).toList();
    }

    private static Comparator<List<String>> order(List<Axis> axes) {
        return (one, other) -> {
            for (int i = 0; i < axes.size(); i++) {
                List<String> values = axes.get(i).values();
                int order = Integer.compare(place(values, one.get(i)), place(values, other.get(i)));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** Behind all others for what is none of the axis's values. */
    private static int place(List<String> values, String value) {
        int index = values.indexOf(value);
        return index < 0 ? values.size() : index;
    }

    private static List<List<String>> product(List<Axis> axes) {
        List<List<String>> rows = List.of(List.of());
        for (Axis axis : axes) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> row : rows) {
                for (String value : axis.values()) {
                    List<String> next = new ArrayList<>(row);
                    next.add(value);
                    longer.add(List.copyOf(next));
                }
            }
            rows = longer;
        }
        return rows;
    }
}
