package dev.gimbal.evaluation.comparison;

import org.jspecify.annotations.Nullable;

/**
 * What a model reached on one zero-shot task.
 *
 * @param task its name: {@code boolq}, {@code arc_easy} ...
 * @param items how many questions
 * @param accuracy share of them answered rightly, by the largest log-likelihood
 * @param accuracyError its standard error
 * @param normalised the same by the log-likelihood per length of the answer; null where the task has no such figure
 * @param normalisedError its standard error; null with it
 */
public record TaskScore(
        String task,
        int items,
        double accuracy,
        double accuracyError,
        @Nullable Double normalised,
        @Nullable Double normalisedError) {}
