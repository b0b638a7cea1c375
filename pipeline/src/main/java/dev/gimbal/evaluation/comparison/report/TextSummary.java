package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Verdict;
import dev.gimbal.evaluation.comparison.format.PlainText;
import java.util.ArrayList;
import java.util.List;

/** The tables and the verdict for a terminal. */
public final class TextSummary {
    private static final int WIDTH = 100;

    /** The page names more. */
    private static final int NAMED = 3;

    private TextSummary() {}

    /** Lines of at most 100 characters, each ended by a line end. */
    public static String of(Comparison comparison) {
        Lineup lineup = Lineup.of(comparison);
        StringBuilder text = new StringBuilder();
        List<Block.Table> tables = new ArrayList<>();
        if (comparison.cells().stream().anyMatch(cell -> cell.perplexity() != null)) {
            tables.add(PerplexityTable.of(lineup));
            text.append(wrapped(ProtocolWords.dense(comparison) + " " + ProtocolWords.texts(comparison), ""))
                    .append('\n');
        }
        new TaskTables(comparison, lineup).tables().stream().limit(1).forEach(tables::add);
        for (Block.Table table : tables) {
            text.append(wrapped(table.caption() + "; * is best:", "")).append(new TextTable(table, WIDTH).text());
            table.notes().forEach(note -> text.append(wrapped(note, "")));
            text.append('\n');
        }
        Verdict verdict = Verdict.of(comparison);
        verdict.winners().forEach(sentence -> text.append(wrapped(sentence, "- ")));
        if (!verdict.doubts().isEmpty()) {
            text.append(wrapped("Where compensation did not help, or may not have (layers count from 1):", ""));
            verdict.doubts()
                    .forEach(doubt -> text.append(
                            wrapped(doubt.reason() + ": " + String.join("; ", doubt.first(NAMED)) + ".", "- ")));
        }
        return text.toString();
    }

    /** Breaks at blanks, and inside words that are longer than a line. */
    private static String wrapped(String sentence, String start) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(start);
        for (String word : PlainText.of(sentence).split(" ", -1)) {
            String rest = Ascii.of(word);
            if (line.length() > start.length() && line.length() + 1 + rest.length() > WIDTH) {
                text.append(line).append('\n');
                line.setLength(0);
                line.append(" ".repeat(start.length()));
            } else if (line.length() > start.length()) {
                line.append(' ');
            }
            while (line.length() + rest.length() > WIDTH) {
                int cut = rest.offsetByCodePoints(0, rest.codePointCount(0, WIDTH - line.length()) - 1);
                text.append(line).append(rest, 0, cut).append('\n');
                rest = rest.substring(cut);
                line.setLength(0);
                line.append(" ".repeat(start.length()));
            }
            line.append(rest);
        }
        return text.append(line).append('\n').toString();
    }
}
