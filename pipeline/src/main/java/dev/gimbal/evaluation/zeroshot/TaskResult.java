package dev.gimbal.evaluation.zeroshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's accuracy on one task.
 *
 * @param task its name
 * @param file that the items are of
 * @param items how many were measured
 * @param acc how often the likeliest answer is the right one
 * @param accNorm how often the likeliest by character is; null where that is not defined
 * @param cut items whose context lost its beginning because the model has not so many positions
 * @param tokens that went through the model, what an item's answers share counted once
 * @param seconds wall-clock time of the forward passes, weights read included
 */
public record TaskResult(
        String task,
        String file,
        int items,
        Accuracy acc,
        @Nullable Accuracy accNorm,
        int cut,
        long tokens,
        double seconds) {

    static TaskResult of(TaskScores scores) {
        List<ItemScores> items = scores.items();
        long right = items.stream().filter(item -> item.chosen() == item.gold()).count();
        long rightByLength = items.stream()
                .filter(item -> item.chosenByLength() == item.gold())
                .count();
        return new TaskResult(
                scores.task().name(),
                scores.task().file(),
                items.size(),
                Accuracy.of(right, items.size()),
                scores.task().normed() ? Accuracy.of(rightByLength, items.size()) : null,
                (int) items.stream().filter(ItemScores::cut).count(),
                scores.tokens(),
                scores.seconds());
    }

    /** Tokens a second. */
    public double rate() {
        return tokens / seconds;
    }
}
