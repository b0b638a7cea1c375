package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.findings.Contest;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Place;
import dev.gimbal.evaluation.comparison.findings.Spread;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Perplexities, the lowest of each column marked. */
final class PerplexityTable {
    private PerplexityTable() {}

    static @Nullable Double perplexity(CellResult cell) {
        PerplexityScore score = cell.perplexity();
        return score == null ? null : score.perplexity();
    }

    /** A table of every row of {@code lineup}. */
    static Block.Table of(Lineup lineup) {
        Map<String, Contest> contests = new LinkedHashMap<>();
        for (String column : lineup.columns()) {
            contests.put(
                    column, Contest.lowest(lineup.column(column, PerplexityTable::perplexity), Numerals::perplexity));
        }
        List<Block.Row> rows = lineup.rows().stream()
                .map(row -> new Block.Row(Labels.of(lineup, row), figures(lineup, row, contests)))
                .toList();
        return new Block.Table(
                "Perplexity; lower is better",
                Labels.headings(lineup),
                Labels.columns(lineup, "perplexity"),
                rows,
                notes(lineup, contests));
    }

    private static List<Block.Figure> figures(Lineup lineup, List<String> row, Map<String, Contest> contests) {
        List<Block.Figure> figures = new ArrayList<>();
        contests.forEach((column, contest) -> {
            Spread spread = lineup.spread(new Place(row, column), PerplexityTable::perplexity);
            figures.add(
                    spread == null
                            ? new Block.Figure(Numerals.NONE, Mark.PLAIN)
                            : new Block.Figure(words(spread, repeats(lineup)), mark(contest, row)));
        });
        return figures;
    }

    static Mark mark(Contest contest, List<String> row) {
        if (contest.won(row)) {
            return Mark.BEST;
        }
        return contest.tied().contains(row) ? Mark.TIED : Mark.PLAIN;
    }

    /** Whether some place was measured with several seeds. */
    static boolean repeats(Lineup lineup) {
        return lineup.cells().values().stream().anyMatch(cells -> cells.size() > 1);
    }

    private static String words(Spread spread, boolean repeats) {
        String mean = Numerals.perplexity(spread.mean());
        String deviation = Double.isFinite(spread.deviation()) ? " ± " + Numerals.perplexity(spread.deviation()) : "";
        return mean + deviation + (repeats ? " (" + spread.count() + ")" : "");
    }

    private static List<String> notes(Lineup lineup, Map<String, Contest> contests) {
        List<String> notes = new ArrayList<>();
        if (repeats(lineup)) {
            notes.add("Mean ± sample standard deviation over seeds (how many seeds).");
        }
        if (contests.values().stream().anyMatch(contest -> !contest.tied().isEmpty())) {
            notes.add(
                    "≈ is no worse than the best of its column as far as can be told: the means are no further apart than"
                            + " the larger of the two deviations, or are printed alike.");
        }
        return notes;
    }
}
