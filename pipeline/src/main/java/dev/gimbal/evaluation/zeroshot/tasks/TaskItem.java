package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.List;

/**
 * One question: which of the answers does the model find likeliest?
 *
 * @param answers at least one
 * @param gold the index of the right one
 * @param line of the file that it stands in, counted from 1
 */
public record TaskItem(List<Answer> answers, int gold, int line) {

    /**
     * A continuation to be scored behind a context; a blank comes between them.
     *
     * @param context may be empty
     * @param continuation without the blank
     */
    public record Answer(String context, String continuation) {}

    public TaskItem {
        answers = List.copyOf(answers);
        if (gold < 0 || gold >= answers.size()) {
            throw new IllegalArgumentException("no answer " + gold + " among " + answers.size());
        }
    }

    /** Several continuations of one context. */
    static TaskItem choices(String context, List<String> continuations, int gold, int line) {
        return new TaskItem(
                continuations.stream()
                        .map(continuation -> new Answer(context, continuation))
                        .toList(),
                gold,
                line);
    }

    /** One continuation behind several contexts, as a schema has it. */
    static TaskItem contexts(List<String> contexts, String continuation, int gold, int line) {
        return new TaskItem(
                contexts.stream()
                        .map(context -> new Answer(context, continuation))
                        .toList(),
                gold,
                line);
    }
}
