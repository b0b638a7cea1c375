package dev.gimbal.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in columns, each as wide as its widest cell and set flush right. */
final class Table {
    private final List<String[]> rows = new ArrayList<>();

    /** Every row has as many cells as the first, which is the heading. */
    Table row(String... cells) {
        if (!rows.isEmpty() && cells.length != rows.get(0).length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + rows.get(0).length);
        }
        rows.add(cells);
        return this;
    }

    /** The rows, each ended by a line end. */
    String text() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            Arrays.setAll(widths, column -> Math.max(widths[column], row[column].length()));
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                text.append(" ".repeat(widths[column] - row[column].length() + (column == 0 ? 0 : 2)))
                        .append(row[column]);
            }
            text.append('\n');
        }
        return text.toString();
    }
}
