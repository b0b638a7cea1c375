package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.PaperMatch;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured beside what the paper reports for the same. */
final class PaperTable {
    private PaperTable() {}

    /** Nothing, or a table, where model, windows, methods and ratios are the paper's. */
    static List<Block> of(Comparison comparison, Lineup lineup) {
        PaperMatch paper = new PaperMatch(comparison);
        List<PaperMatch.Pair> pairs = paper.pairs(lineup);
        if (pairs.isEmpty()) {
            return List.of();
        }
        List<String> headings = Labels.allHeadings(lineup);
        List<Block.Row> rows = new ArrayList<>();
        PerplexityScore dense = comparison.dense().perplexity();
        if (dense != null) {
            rows.add(row(Labels.alone("dense", headings.size()), dense.perplexity(), paper.dense()));
        }
        for (PaperMatch.Pair pair : pairs) {
            List<String> labels =
                    Labels.all(lineup, pair.place().row(), pair.place().column());
            rows.add(row(labels, pair.measured().mean(), pair.paper()));
        }
        return List.of(new Block.Table(
                "Perplexity beside the paper's (" + paper.source() + ")",
                headings,
                List.of("here", "paper", "difference"),
                rows,
                paper.notes()));
    }

    private static Block.Row row(List<String> labels, double here, double paper) {
        String difference = Double.isFinite(here)
                ? String.format(Locale.ROOT, "%+.2f (%+.1f %%)", here - paper, 100 * (here / paper - 1))
                : Numerals.NONE;
        return Block.Row.plain(labels, Numerals.perplexity(here), Numerals.perplexity(paper), difference);
    }
}
