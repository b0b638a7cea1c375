package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** What the pruning runs warned of, each sentence once. */
final class Warnings {
    private static final int SHOWN = 10;

    private Warnings() {}

    /** The most frequent ones, with how many cells had them; the rest counted. */
    static List<String> of(Comparison comparison) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        comparison.cells().forEach(cell -> new LinkedHashSet<>(cell.warnings())
                .forEach(warning -> counts.merge(warning, 1, Integer::sum)));
        List<String> sentences = new ArrayList<>(counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + " of "
                        + comparison.cells().size() + " cells)")
                .toList());
        if (counts.size() > SHOWN) {
            sentences.add("And " + (counts.size() - SHOWN) + " more; each model's gimbal.json has all of its own.");
        }
        return sentences;
    }
}
