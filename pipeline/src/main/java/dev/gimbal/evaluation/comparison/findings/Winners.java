package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which method has the lowest perplexity in each column, and how much of the loss it regains. */
final class Winners {
    private static final int NAMED = 5;

    private final Lineup lineup;
    private final double dense;

    Winners(Comparison comparison, Lineup lineup) {
        this.lineup = lineup;
        PerplexityScore score = comparison.dense().perplexity();
        dense = score == null ? Double.NaN : score.perplexity();
    }

    static @Nullable Double perplexity(CellResult cell) {
        PerplexityScore score = cell.perplexity();
        return score == null ? null : score.perplexity();
    }

    /** One sentence or two a column that has a perplexity. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (String column : lineup.columns()) {
            Entries entries = lineup.column(column, Winners::perplexity);
            if (!entries.isEmpty()) {
                sentences.add(sentence(at(lineup, column), entries));
            }
        }
        return sentences;
    }

    /** The beginning of a sentence about a column. */
    static String at(Lineup lineup, String column) {
        String heading = lineup.heading(column);
        return heading.isEmpty() ? "Of all" : "At " + heading;
    }

    private String sentence(String at, Entries entries) {
        Contest contest = Contest.lowest(entries, Numerals::perplexity);
        if (contest.order().isEmpty()) {
            return at + ", no perplexity is finite.";
        }
        List<String> best = contest.order().get(0);
        if (contest.contenders() == 1) {
            return at + ", " + lineup.label(best) + " was measured alone: " + figure(entries, best) + againstDense()
                    + ".";
        }
        return at + ", " + (contest.tied().isEmpty() ? clear(contest, entries) : close(contest, entries))
                + regained(entries, best) + overflown(entries);
    }

    private String clear(Contest contest, Entries entries) {
        List<String> best = contest.order().get(0);
        int seeds = entries.get(best).count();
        String next = contest.order().size() < 2
                ? ""
                : ", before " + lineup.label(contest.order().get(1)) + " with "
                        + figure(entries, contest.order().get(1));
        return lineup.label(best) + " is best: " + figure(entries, best)
                + (seeds == 1 ? "" : " (the mean over " + seeds + " seeds)") + next + ".";
    }

    private String close(Contest contest, Entries entries) {
        List<List<String>> rows = new ArrayList<>(contest.tied());
        rows.add(0, contest.order().get(0));
        return "there is no clear winner between " + names(lineup, rows) + " (" + figure(entries, rows.get(0)) + " to "
                + figure(entries, rows.get(rows.size() - 1)) + ", within their spreads).";
    }

    private static String figure(Entries entries, List<String> row) {
        return Numerals.perplexity(entries.mean(row));
    }

    private String overflown(Entries entries) {
        List<List<String>> rows = entries.rows().stream()
                .filter(row -> !Double.isFinite(entries.mean(row)))
                .toList();
        return rows.isEmpty() ? "" : " No finite perplexity: " + names(lineup, rows) + ".";
    }

    private String againstDense() {
        return Double.isNaN(dense) ? "" : ", where the dense model has " + Numerals.perplexity(dense);
    }

    /** Rows in words, the first few. */
    static String names(Lineup lineup, List<List<String>> rows) {
        List<String> names = rows.stream().limit(NAMED).map(lineup::label).toList();
        int rest = rows.size() - names.size();
        if (rest > 0) {
            return String.join(", ", names) + " and " + rest + " more";
        }
        String last = names.get(names.size() - 1);
        return names.size() == 1 ? last : String.join(", ", names.subList(0, names.size() - 1)) + " and " + last;
    }

    private String regained(Entries entries, List<String> best) {
        List<String> base = Baseline.of(lineup, entries, best);
        if (base == null || !(entries.mean(base) > dense)) {
            return "";
        }
        double lost = entries.mean(base);
        double share = (lost - entries.mean(best)) / (lost - dense);
        return " Of what " + lineup.label(base) + " loses over the dense model (" + Numerals.perplexity(dense)
                + " becomes " + Numerals.perplexity(lost) + "), " + lineup.label(best) + " regains "
                + Numerals.inPercent(share) + ".";
    }
}
