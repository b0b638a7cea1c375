package dev.gimbal.evaluation.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model before pruning.
 *
 * @param parameters of the whole model
 * @param bytes of its weights files
 * @param perplexity null when none was asked for
 * @param tasks empty when none were asked for
 */
public record DenseResult(
        long parameters, long bytes, @Nullable PerplexityScore perplexity, List<TaskScore> tasks) {
    public DenseResult {
        tasks = List.copyOf(tasks);
    }
}
