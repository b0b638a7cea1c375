package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines whose prompts are ready made. */
final class OwnFormats {
    private OwnFormats() {}

    static TaskItem choices(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        List<String> choices = line.texts("choices");
        return TaskItem.choices(line.text("query"), choices, line.answer("gold", choices.size()), line.number());
    }

    static TaskItem schema(TaskLine line, @Nullable TaskName task, @Nullable Labels labels) {
        List<String> contexts = line.texts("context_options");
        return TaskItem.contexts(
                contexts,
                line.filled(line.text("continuation"), "continuation"),
                line.answer("gold", contexts.size()),
                line.number());
    }
}
