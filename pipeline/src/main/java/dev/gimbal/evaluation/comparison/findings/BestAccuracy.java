package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which method answers most questions in each column. */
final class BestAccuracy {
    private final Lineup lineup;
    private final Map<String, Boolean> tasks;

    BestAccuracy(Comparison comparison, Lineup lineup) {
        this.lineup = lineup;
        tasks = Accuracies.tasks(comparison);
    }

    /** One sentence a column in which two rows or more have answered every task. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (String column : lineup.columns()) {
            Entries entries = Accuracies.column(lineup, column, tasks);
            Contest contest = Contest.highest(entries, Numerals::percent);
            if (contest.order().size() > 1) {
                sentences.add(Winners.at(lineup, column) + ", by mean accuracy over "
                        + (tasks.size() == 1 ? "1 task" : tasks.size() + " tasks") + ", " + outcome(contest, entries));
            }
        }
        return sentences;
    }

    private String outcome(Contest contest, Entries entries) {
        List<List<String>> rows = new ArrayList<>(contest.tied());
        rows.add(0, contest.order().get(0));
        String best = Numerals.inPercent(entries.mean(rows.get(0)));
        if (contest.tied().isEmpty()) {
            List<String> next = contest.order().get(1);
            return lineup.label(rows.get(0)) + " is best: " + best + ", before " + lineup.label(next) + " with "
                    + Numerals.inPercent(entries.mean(next)) + ".";
        }
        return "there is no clear winner between " + Winners.names(lineup, rows) + " (" + best + " to "
                + Numerals.inPercent(entries.mean(rows.get(rows.size() - 1))) + ", within their errors).";
    }
}
