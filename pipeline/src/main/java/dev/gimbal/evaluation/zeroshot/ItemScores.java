package dev.gimbal.evaluation.zeroshot;

import dev.gimbal.evaluation.zeroshot.tasks.TaskItem;
import java.util.Arrays;
import java.util.List;

/**
 * What a model finds likely of one item's answers.
 *
 * @param line of the task's file
 * @param logLikelihoods of each continuation behind its context, natural logarithm
 * @param lengths characters (Unicode code points) of each continuation, the blank before it left out
 * @param gold the index of the right answer
 * @param cut whether a context lost its beginning because the model has not so many positions
 */
public record ItemScores(int line, List<Double> logLikelihoods, List<Integer> lengths, int gold, boolean cut) {
    static ItemScores of(TaskItem item, double[] likelihoods, boolean cut) {
        return new ItemScores(
                item.line(),
                Arrays.stream(likelihoods).boxed().toList(),
                item.answers().stream()
                        .map(answer -> answer.continuation()
                                .codePointCount(0, answer.continuation().length()))
                        .toList(),
                item.gold(),
                cut);
    }

    /** The likeliest answer; of equal ones the first. */
    public int chosen() {
        return largest(logLikelihoods.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * The likeliest answer by character. lm-evaluation-harness's {@code acc_norm} divides by Python's {@code len} of the
     * choice, which counts code points and not bytes.
     */
    public int chosenByLength() {
        double[] shares = new double[logLikelihoods.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = logLikelihoods.get(i) / lengths.get(i);
        }
        return largest(shares);
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[largest]) {
                largest = i;
            }
        }
        return largest;
    }
}
