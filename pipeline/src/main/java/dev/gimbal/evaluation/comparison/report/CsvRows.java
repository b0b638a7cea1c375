package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.evaluation.comparison.Axis;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.Speed;
import dev.gimbal.evaluation.comparison.TargetError;
import dev.gimbal.evaluation.comparison.TaskScore;
import dev.gimbal.evaluation.comparison.findings.Accuracies;
import dev.gimbal.evaluation.comparison.format.Numerals;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The raw numbers, a row a cell, as RFC 4180 has it: for spreadsheets and programs. */
final class CsvRows {
    /** A spreadsheet takes a text that begins so for a formula (OWASP, "CSV injection"). */
    private static final String FORMULA = "=+-@\t\r\n";

    private static final List<String> TARGETS = List.of("o_proj", "down_proj");

    private CsvRows() {}

    static String of(Comparison comparison) {
        List<String> tasks = List.copyOf(Accuracies.tasks(comparison).keySet());
        StringBuilder csv = new StringBuilder(line(header(comparison, tasks)));
        comparison.cells().forEach(cell -> csv.append(line(row(comparison, cell, tasks))));
        return csv.toString();
    }

    private static List<String> header(Comparison comparison, List<String> tasks) {
        List<String> names = new ArrayList<>(List.of("id"));
        comparison.axes().forEach(axis -> names.add(axis.key()));
        // Axes may be called windows and seq: those are the calibration's.
        names.addAll(List.of(
                "ratio_reached",
                "parameters",
                "bytes",
                "prune_seconds",
                "perplexity",
                "evaluation_windows",
                "evaluation_seq",
                "tokens_per_second",
                "of_dense_speed"));
        tasks.forEach(task -> names.addAll(List.of(task + "_acc", task + "_acc_norm")));
        for (String target : TARGETS) {
            for (String error : List.of("fitted_before", "fitted_after", "held_out_before", "held_out_after")) {
                names.add(target + "_" + error);
            }
        }
        names.add("warnings");
        return names;
    }

    private static List<String> row(Comparison comparison, CellResult cell, List<String> tasks) {
        List<String> row = new ArrayList<>(List.of(cell.id()));
        for (Axis axis : comparison.axes()) {
            row.add(cell.varied().getOrDefault(axis.key(), ""));
        }
        row.addAll(List.of(
                Double.toString(cell.ratioReached()),
                Long.toString(cell.parameters()),
                Long.toString(cell.bytes()),
                Double.toString(cell.pruneSeconds())));
        PerplexityScore score = cell.perplexity();
        row.addAll(
                score == null
                        ? List.of("", "", "")
                        : List.of(
                                Double.toString(score.perplexity()),
                                Integer.toString(score.windows()),
                                Integer.toString(score.seq())));
        Speed speed = cell.speed();
        row.addAll(
                speed == null
                        ? List.of("", "")
                        : List.of(Double.toString(speed.tokensPerSecond()), Double.toString(speed.ofDense())));
        tasks.forEach(task -> row.addAll(accuracies(cell, task)));
        for (String target : TARGETS) {
            row.add(mean(cell, target, TargetError::fittedBefore));
            row.add(mean(cell, target, TargetError::fittedAfter));
            row.add(mean(cell, target, TargetError::heldOutBefore));
            row.add(mean(cell, target, TargetError::heldOutAfter));
        }
        row.add(Integer.toString(cell.warnings().size()));
        return row;
    }

    private static List<String> accuracies(CellResult cell, String task) {
        for (TaskScore score : cell.tasks()) {
            if (score.task().equals(task)) {
                Double normalised = score.normalised();
                return List.of(
                        Double.toString(score.accuracy()), normalised == null ? "" : Double.toString(normalised));
            }
        }
        return List.of("", "");
    }

    /** Over the layers that have the error; empty when none has. */
    private static String mean(CellResult cell, String target, Function<TargetError, @Nullable Double> error) {
        List<Double> values = cell.targets().stream()
                .filter(one -> one.target().equals(target))
                .map(error)
                .filter(Objects::nonNull)
                .toList();
        return values.isEmpty()
                ? ""
                : Double.toString(
                        values.stream().mapToDouble(Double::doubleValue).sum() / values.size());
    }

    private static String line(List<String> fields) {
        return String.join(",", fields.stream().map(CsvRows::field).toList()) + "\r\n";
    }

    private static String field(String text) {
        boolean number = Numerals.parse(text).isPresent() || text.equals("-Infinity");
        String safe = !text.isEmpty() && !number && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
