package dev.gimbal.evaluation.zeroshot;

import dev.gimbal.evaluation.zeroshot.tasks.Task;
import java.util.List;

/**
 * A model's log-likelihoods on a whole task.
 *
 * @param items in the task's order
 * @param tokens that went through the model, what an item's answers share counted once
 * @param seconds wall-clock time of the forward passes, weights read included
 */
public record TaskScores(Task task, List<ItemScores> items, long tokens, double seconds) {
    public TaskScores {
        items = List.copyOf(items);
    }

    /** The accuracies that follow. */
    public TaskResult result() {
        return TaskResult.of(this);
    }
}
