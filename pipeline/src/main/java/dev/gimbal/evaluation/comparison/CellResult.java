package dev.gimbal.evaluation.comparison;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pruned model of a comparison.
 *
 * @param id tells it from the others, and stays the same when the grid grows
 * @param varied its value on each axis, as the user wrote it
 * @param ratioReached share of the prunable parameters that is gone
 * @param parameters of the whole smaller model
 * @param bytes of its weights files
 * @param pruneSeconds working time of the pruning run
 * @param perplexity null when none was asked for
 * @param tasks empty when none were asked for
 * @param speed null in results of programs that did not measure it so
 * @param targets both targets of every layer, in order
 * @param warnings sentences of the run
 */
public record CellResult(
        String id,
        Map<String, String> varied,
        double ratioReached,
        long parameters,
        long bytes,
        double pruneSeconds,
        @Nullable PerplexityScore perplexity,
        List<TaskScore> tasks,
        @Nullable Speed speed,
        List<TargetError> targets,
        List<String> warnings) {
    public CellResult {
        tasks = List.copyOf(tasks);
        targets = List.copyOf(targets);
        warnings = List.copyOf(warnings);
    }

    /** The same model as a cell of other axes. */
    public CellResult of(Map<String, String> others) {
        return new CellResult(
                id, others, ratioReached, parameters, bytes, pruneSeconds, perplexity, tasks, speed, targets, warnings);
    }
}
