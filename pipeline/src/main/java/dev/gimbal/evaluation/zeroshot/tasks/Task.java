package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.List;

/**
 * Items that are measured together.
 *
 * @param name the task's, as lm-evaluation-harness spells it, or the file's where it is none of the known ones
 * @param file as messages show it
 * @param items at least one
 * @param normed whether {@code acc_norm} is defined: not where all answers have one continuation, and not for BoolQ, for
 *     which lm-evaluation-harness has none
 */
public record Task(String name, String file, List<TaskItem> items, boolean normed) {
    public Task {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("a task without items");
        }
    }

    /** The file and line of an item, for messages. */
    public String place(int item) {
        return "line " + items.get(item).line() + " of " + file;
    }
}
