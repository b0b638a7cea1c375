package dev.gimbal.evaluation.zeroshot.scoring;

/**
 * A continuation behind its context, in tokens.
 *
 * @param input what the model reads: context and continuation without its last token; never empty
 * @param targets the continuation, predicted by the last {@code targets.length} of the input; never empty
 * @param cut whether the context lost its beginning because the model has not so many positions
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Candidate(int[] input, int[] targets, boolean cut) {
    Candidate {
        if (targets.length < 1 || targets.length > input.length) {
            throw new IllegalArgumentException(targets.length + " targets behind " + input.length + " tokens");
        }
    }

    /** The row of {@code input} that predicts target {@code i}. */
    int predictor(int i) {
        return input.length - targets.length + i;
    }
}
