package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.findings.Lineup;
import java.util.ArrayList;
import java.util.List;

/** What rows and columns of a table are called. */
final class Labels {
    private Labels() {}

    static List<String> headings(Lineup lineup) {
        return lineup.rowKeys().isEmpty() ? List.of("model") : lineup.rowKeys();
    }

    static List<String> of(Lineup lineup, List<String> row) {
        return row.isEmpty() ? List.of(lineup.label(row)) : row;
    }

    /** @param otherwise the heading where nothing varies along the top */
    static List<String> columns(Lineup lineup, String otherwise) {
        String key = lineup.columnKey();
        return key == null
                ? List.of(otherwise)
                : lineup.columns().stream().map(lineup::heading).toList();
    }

    /** Headings of a table that has what else stands along the top at the side. */
    static List<String> allHeadings(Lineup lineup) {
        return with(headings(lineup), lineup.columnKey() == null ? List.of() : List.of(lineup.columnKey()));
    }

    static List<String> all(Lineup lineup, List<String> row, String column) {
        return with(of(lineup, row), lineup.columnKey() == null ? List.of() : List.of(column));
    }

    /** A row that is not of the lineup, such as the dense model's. */
    static List<String> alone(String name, int headings) {
        List<String> labels = new ArrayList<>(List.of(name));
        while (labels.size() < headings) {
            labels.add("");
        }
        return labels;
    }

    private static List<String> with(List<String> first, List<String> then) {
        List<String> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
