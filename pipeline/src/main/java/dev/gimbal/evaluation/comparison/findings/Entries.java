package dev.gimbal.evaluation.comparison.findings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of one column, of those rows that have one. */
public final class Entries {
    private final Map<List<String>, Spread> spreads = new LinkedHashMap<>();

    public void add(List<String> row, Spread spread) {
        spreads.put(row, spread);
    }

    /** In the order in which they were added. */
    public List<List<String>> rows() {
        return new ArrayList<>(spreads.keySet());
    }

    public boolean isEmpty() {
        return spreads.isEmpty();
    }

    /** Null for a row without a figure. */
    public @Nullable Spread find(List<String> row) {
        return spreads.get(row);
    }

    /** A row that has a figure. */
    Spread get(List<String> row) {
        Spread spread = spreads.get(row);
        if (spread == null) {
            throw new IllegalArgumentException("no figure in " + row);
        }
        return spread;
    }

    double mean(List<String> row) {
        return get(row).mean();
    }
}
