package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.plot.LinePlot;
import java.util.Arrays;
import java.util.List;

/** A piece of a report. Its texts are plain: whoever shows them makes them safe where they go. */
sealed interface Block {
    /** A paragraph. */
    record Words(String text) implements Block {}

    /** Sentences beside each other. */
    record Bullets(List<String> items) implements Block {
        public Bullets {
            items = List.copyOf(items);
        }
    }

    /**
     * Figures in rows and columns.
     *
     * @param headings of the labels at the beginning of each row
     * @param columns headings of the figures
     * @param notes what marks in it mean
     */
    record Table(String caption, List<String> headings, List<String> columns, List<Row> rows, List<String> notes)
            implements Block {
        public Table {
            headings = List.copyOf(headings);
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            notes = List.copyOf(notes);
        }
    }

    /** As many labels as the table has headings, as many figures as it has columns. */
    record Row(List<String> labels, List<Figure> figures) {
        public Row {
            labels = List.copyOf(labels);
            figures = List.copyOf(figures);
        }

        static Row plain(List<String> labels, String... figures) {
            return new Row(
                    labels,
                    Arrays.stream(figures)
                            .map(figure -> new Figure(figure, Mark.PLAIN))
                            .toList());
        }
    }

    /** One of a table's. */
    record Figure(String text, Mark mark) {}

    /** A picture. */
    record Drawing(LinePlot plot) implements Block {}
}
