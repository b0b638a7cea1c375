package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.format.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table on a terminal: labels flush left, figures flush right, columns that do not fit in blocks below. */
final class TextTable {
    private static final String GAP = "  ";

    private final Block.Table table;
    private final int width;
    private final int longest;

    TextTable(Block.Table table, int width) {
        this.table = table;
        this.width = width;
        longest = Math.max(8, width / 2 / table.headings().size() - GAP.length());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        List<List<String>> labels = columnsOf(
                table.headings(), table.rows().stream().map(Block.Row::labels).toList());
        List<List<String>> figures = columnsOf(
                table.columns(),
                table.rows().stream()
                        .map(row ->
                                row.figures().stream().map(TextTable::figure).toList())
                        .toList());
        int room = width
                - labels.stream()
                        .mapToInt(column -> widest(column) + GAP.length())
                        .sum();
        int next = 0;
        do {
            List<List<String>> block = new ArrayList<>();
            int used = 0;
            while (next < figures.size() && (block.isEmpty() || used + widest(figures.get(next)) <= room)) {
                block.add(figures.get(next));
                used += widest(figures.get(next)) + GAP.length();
                next++;
            }
            text.append(text.isEmpty() ? "" : "\n").append(lines(labels, block));
        } while (next < figures.size());
        return text.toString();
    }

    private List<List<String>> columnsOf(List<String> headings, List<List<String>> rows) {
        List<List<String>> columns = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            List<String> column = new ArrayList<>(List.of(Ascii.of(PlainText.shortened(headings.get(i), longest))));
            for (List<String> row : rows) {
                column.add(Ascii.of(PlainText.shortened(row.get(i), longest)));
            }
            columns.add(column);
        }
        return columns;
    }

    private String lines(List<List<String>> labels, List<List<String>> figures) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(0, table.rows().size()).forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (List<String> column : labels) {
                String label = column.get(row);
                line.append(label)
                        .append(" ".repeat(widest(column) - length(label)))
                        .append(GAP);
            }
            for (List<String> column : figures) {
                String figure = column.get(row);
                line.append(" ".repeat(widest(column) - length(figure)))
                        .append(figure)
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        });
        return text.toString();
    }

    private static String figure(Block.Figure figure) {
        return switch (figure.mark()) {
            case BEST -> "* " + figure.text();
            case TIED -> "≈ " + figure.text();
            case PLAIN -> figure.text();
        };
    }

    private static int widest(List<String> column) {
        return column.stream().mapToInt(TextTable::length).max().orElse(0);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
