package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.format.PlainText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as GitHub's Markdown; plots are only in the page for browsers. */
final class MarkdownPage {
    /** Whatever Markdown or HTML would see more in than a letter. */
    private static final String SPECIAL = "\\`*_{}[]<>|#~&$!@";

    private MarkdownPage() {}

    static String of(String title, List<Section> sections) {
        StringBuilder text = new StringBuilder("# " + escape(title) + "\n");
        for (Section section : sections) {
            List<Block> written = section.blocks().stream()
                    .filter(block -> !(block instanceof Block.Drawing))
                    .toList();
            if (!written.isEmpty()) {
                text.append("\n## ").append(escape(section.heading())).append('\n');
                written.forEach(block -> text.append('\n').append(block(block)));
            }
        }
        boolean drawn = sections.stream()
                .flatMap(section -> section.blocks().stream())
                .anyMatch(Block.Drawing.class::isInstance);
        return text.append(drawn ? "\n[report.html](report.html) has the plots.\n" : "")
                .toString();
    }

    private static String block(Block block) {
        if (block instanceof Block.Words words) {
            return escape(words.text()) + "\n";
        }
        if (block instanceof Block.Bullets bullets) {
            return bullets.items().stream()
                    .map(item -> "- " + escape(item) + "\n")
                    .collect(Collectors.joining());
        }
        return block instanceof Block.Table table ? table(table) : "";
    }

    private static String table(Block.Table table) {
        StringBuilder text = new StringBuilder(escape(table.caption()) + ":\n\n");
        text.append(row(Stream.concat(table.headings().stream(), table.columns().stream())
                .map(MarkdownPage::escape)));
        text.append(row(Stream.concat(
                table.headings().stream().map(any -> "---"),
                table.columns().stream().map(any -> "---:"))));
        for (Block.Row row : table.rows()) {
            text.append(row(Stream.concat(
                    row.labels().stream().map(MarkdownPage::escape),
                    row.figures().stream().map(MarkdownPage::figure))));
        }
        table.notes().forEach(note -> text.append('\n').append(escape(note)).append('\n'));
        return text.toString();
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String figure(Block.Figure figure) {
        String text = escape(figure.text());
        return switch (figure.mark()) {
            case BEST -> "**" + text + "**";
            case TIED -> "≈ " + text;
            case PLAIN -> text;
        };
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        PlainText.of(text).codePoints().forEach(point -> {
            if (SPECIAL.indexOf(point) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(point);
        });
        return escaped.toString();
    }
}
