package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.TaskScore;
import dev.gimbal.evaluation.comparison.findings.Accuracies;
import dev.gimbal.evaluation.comparison.findings.Accuracies.Accuracy;
import dev.gimbal.evaluation.comparison.findings.Contest;
import dev.gimbal.evaluation.comparison.findings.Entries;
import dev.gimbal.evaluation.comparison.findings.Lineup;
import dev.gimbal.evaluation.comparison.findings.Place;
import dev.gimbal.evaluation.comparison.findings.Spread;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accuracies on zero-shot tasks: one table of means, and one a column of the lineup with every task. */
final class TaskTables {
    private static final String TIES = "≈ is no worse than the best of its column as far as can be told: the two are no"
            + " further apart than the larger of what ± gives, or are printed alike.";

    private final Comparison comparison;
    private final Lineup lineup;
    private final Map<String, Boolean> tasks;

    TaskTables(Comparison comparison, Lineup lineup) {
        this.comparison = comparison;
        this.lineup = lineup;
        tasks = Accuracies.tasks(comparison);
    }

    /** None when no task was measured. */
    List<Block.Table> tables() {
        List<Block.Table> tables = new ArrayList<>();
        if (tasks.size() > 1) {
            tables.add(means());
        }
        if (!tasks.isEmpty()) {
            lineup.columns().forEach(column -> tables.add(byTask(column)));
        }
        return tables;
    }

    /** Means over tasks; rows and columns as perplexity's. */
    private Block.Table means() {
        List<Entries> columns = new ArrayList<>();
        for (String column : lineup.columns()) {
            columns.add(Accuracies.column(lineup, column, tasks));
        }
        List<Contest> contests = columns.stream()
                .map(entries -> Contest.highest(entries, Numerals::percent))
                .toList();
        List<Block.Row> rows = new ArrayList<>();
        for (List<String> row : lineup.rows()) {
            List<Block.Figure> figures = new ArrayList<>();
            for (Entries entries : columns) {
                Spread spread = entries.find(row);
                figures.add(figure(
                        spread == null ? null : new Accuracy(spread.mean(), spread.deviation()),
                        PerplexityTable.mark(contests.get(figures.size()), row)));
            }
            rows.add(new Block.Row(Labels.of(lineup, row), figures));
        }
        String dense = figure(Accuracies.mean(comparison.dense().tasks(), tasks), Mark.PLAIN)
                .text();
        return new Block.Table(
                "Mean accuracy over " + tasks.size() + " tasks in %; higher is better; the dense model has " + dense,
                Labels.headings(lineup),
                Labels.columns(lineup, "accuracy"),
                rows,
                notes(
                        "± is the standard error of the questions, or the standard deviation over seeds where that is larger.",
                        contests));
    }

    private Block.Table byTask(String column) {
        List<Contest> contests = new ArrayList<>();
        tasks.forEach((task, normalised) -> contests.add(contest(column, task, normalised)));
        List<Block.Row> rows = new ArrayList<>();
        if (!comparison.dense().tasks().isEmpty()) {
            List<String> labels = Labels.alone("dense", Labels.headings(lineup).size());
            rows.add(new Block.Row(
                    labels, figures(List.of(comparison.dense().tasks()), contest -> Mark.PLAIN, contests)));
        }
        for (List<String> row : lineup.rows()) {
            rows.add(new Block.Row(
                    Labels.of(lineup, row),
                    figures(seeds(row, column), contest -> PerplexityTable.mark(contest, row), contests)));
        }
        String heading = lineup.heading(column);
        return new Block.Table(
                "Accuracy by task in %" + (heading.isEmpty() ? "" : " at " + heading) + "; higher is better",
                Labels.headings(lineup),
                columns(),
                rows,
                notes("± is the standard error of the questions, which more seeds do not shrink.", contests));
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        tasks.forEach((task, normalised) -> columns.add(task + (normalised ? ", acc_norm" : ", acc")));
        if (tasks.size() > 1) {
            columns.add("mean");
        }
        return columns;
    }

    /**
     * Every task's figure, then their mean.
     *
     * @param contests one a task, in their order
     */
    private List<Block.Figure> figures(
            List<List<TaskScore>> seeds, Function<Contest, Mark> mark, List<Contest> contests) {
        List<Block.Figure> figures = new ArrayList<>();
        tasks.forEach((task, normalised) -> figures.add(figure(
                over(seeds, scores -> Accuracies.of(scores, task, normalised)),
                mark.apply(contests.get(figures.size())))));
        if (tasks.size() > 1) {
            figures.add(figure(over(seeds, scores -> Accuracies.mean(scores, tasks)), Mark.PLAIN));
        }
        return figures;
    }

    private static @Nullable Accuracy over(
            List<List<TaskScore>> seeds, Function<List<TaskScore>, @Nullable Accuracy> one) {
        List<@Nullable Accuracy> all = new ArrayList<>();
        seeds.forEach(scores -> all.add(one.apply(scores)));
        return Accuracies.over(all);
    }

    private List<List<TaskScore>> seeds(List<String> row, String column) {
        return lineup.cells().getOrDefault(new Place(row, column), List.of()).stream()
                .map(CellResult::tasks)
                .toList();
    }

    private Contest contest(String column, String task, boolean normalised) {
        Entries entries = new Entries();
        for (List<String> row : lineup.rows()) {
            Accuracy accuracy = over(seeds(row, column), scores -> Accuracies.of(scores, task, normalised));
            if (accuracy != null) {
                entries.add(row, new Spread(accuracy.share(), accuracy.error(), 1));
            }
        }
        return Contest.highest(entries, Numerals::percent);
    }

    private static Block.Figure figure(@Nullable Accuracy accuracy, Mark mark) {
        if (accuracy == null) {
            return new Block.Figure(Numerals.NONE, Mark.PLAIN);
        }
        String error = Double.isFinite(accuracy.error()) ? " ± " + Numerals.percent(accuracy.error()) : "";
        return new Block.Figure(Numerals.percent(accuracy.share()) + error, mark);
    }

    private static List<String> notes(String errors, List<Contest> contests) {
        return contests.stream().allMatch(contest -> contest.tied().isEmpty())
                ? List.of(errors)
                : List.of(errors, TIES);
    }
}
