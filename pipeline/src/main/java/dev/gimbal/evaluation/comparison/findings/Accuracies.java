package dev.gimbal.evaluation.comparison.findings;

import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.TaskScore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The zero-shot accuracies that tables show: normalised by length where a task has that figure. */
public final class Accuracies {
    private Accuracies() {}

    /**
     * A share of right answers.
     *
     * @param error its standard error; not a number when it is not known
     */
    public record Accuracy(double share, double error) {}

    /** Every task that was measured anywhere, in the order met, and whether its figure is the normalised one. */
    public static Map<String, Boolean> tasks(Comparison comparison) {
        Map<String, Boolean> tasks = new LinkedHashMap<>();
        Stream.concat(
                        comparison.dense().tasks().stream(),
                        comparison.cells().stream().flatMap(cell -> cell.tasks().stream()))
                .forEach(score -> tasks.merge(score.task(), score.normalised() != null, Boolean::logicalAnd));
        return tasks;
    }

    /** One task's figure; null when it was not measured. */
    public static @Nullable Accuracy of(List<TaskScore> scores, String task, boolean normalised) {
        return scores.stream()
                .filter(score -> score.task().equals(task))
                .findFirst()
                .map(score -> accuracy(score, normalised))
                .orElse(null);
    }

    private static Accuracy accuracy(TaskScore score, boolean normalised) {
        Double share = score.normalised();
        if (!normalised || share == null) {
            return new Accuracy(score.accuracy(), score.accuracyError());
        }
        Double error = score.normalisedError();
        return new Accuracy(share, error == null ? Double.NaN : error);
    }

    /**
     * The mean over all tasks, each weighing the same; its error takes them for independent.
     *
     * @return null when there are no tasks or one of them was not measured
     */
    public static @Nullable Accuracy mean(List<TaskScore> scores, Map<String, Boolean> tasks) {
        double sum = 0;
        double squares = 0;
        for (Map.Entry<String, Boolean> task : tasks.entrySet()) {
            Accuracy one = of(scores, task.getKey(), task.getValue());
            if (one == null) {
                return null;
            }
            sum += one.share();
            squares += one.error() * one.error();
        }
        int count = tasks.size();
        return count == 0 ? null : new Accuracy(sum / count, Math.sqrt(squares) / count);
    }

    /** The mean of one figure over seeds. Its error does not shrink with them: they answer the same questions. */
    public static @Nullable Accuracy over(List<@Nullable Accuracy> seeds) {
        List<Accuracy> known = seeds.stream().filter(Objects::nonNull).toList();
        if (known.isEmpty()) {
            return null;
        }
        return new Accuracy(
                known.stream().mapToDouble(Accuracy::share).sum() / known.size(),
                known.stream().mapToDouble(Accuracy::error).sum() / known.size());
    }

    /** The mean over tasks of all rows of a column, each with the larger of its spread over seeds and its error. */
    public static Entries column(Lineup lineup, String column, Map<String, Boolean> tasks) {
        Entries entries = new Entries();
        for (List<String> row : lineup.rows()) {
            Spread spread = overSeeds(lineup.cells().getOrDefault(new Place(row, column), List.of()), tasks);
            if (spread != null) {
                entries.add(row, spread);
            }
        }
        return entries;
    }

    private static @Nullable Spread overSeeds(List<CellResult> seeds, Map<String, Boolean> tasks) {
        List<@Nullable Accuracy> means =
                seeds.stream().map(cell -> mean(cell.tasks(), tasks)).toList();
        Accuracy over = over(means);
        if (over == null) {
            return null;
        }
        List<Double> shares =
                means.stream().filter(Objects::nonNull).map(Accuracy::share).toList();
        Spread spread = Spread.of(shares);
        double deviation = shares.size() < 2 ? over.error() : Math.max(spread.deviation(), over.error());
        return new Spread(spread.mean(), deviation, shares.size());
    }
}
