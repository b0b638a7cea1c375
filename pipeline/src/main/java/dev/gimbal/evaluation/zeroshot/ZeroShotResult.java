package dev.gimbal.evaluation.zeroshot;

import java.util.List;

/**
 * A model's accuracies on several tasks.
 *
 * @param meanAcc the mean of the tasks' {@code acc}, each task counting once
 * @param meanAccNorm the mean of their {@code acc_norm}; a task that has none counts with its {@code acc}
 */
public record ZeroShotResult(List<TaskResult> tasks, double meanAcc, double meanAccNorm) {
    public ZeroShotResult {
        tasks = List.copyOf(tasks);
    }

    /** @param scores of at least one task */
    public static ZeroShotResult of(List<TaskScores> scores) {
        List<TaskResult> tasks = scores.stream().map(TaskScores::result).toList();
        return new ZeroShotResult(
                tasks,
                tasks.stream().mapToDouble(task -> task.acc().value()).average().orElseThrow(),
                tasks.stream()
                        .mapToDouble(task -> (task.accNorm() == null ? task.acc() : task.accNorm()).value())
                        .average()
                        .orElseThrow());
    }

    /** Of all tasks. */
    public double seconds() {
        return tasks.stream().mapToDouble(TaskResult::seconds).sum();
    }
}
