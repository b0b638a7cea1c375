package dev.gimbal.evaluation.zeroshot.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An item's candidates as rows of tokens: what all of them begin with once, then what each has of its own.
 *
 * <pre>
 *   [shared | tail of candidate 0 | tail of candidate 1 | ...]
 * </pre>
 *
 * @param index of the item in its task
 * @param shared how many tokens all candidates begin with
 * @param tails the row that each candidate's tail begins at; as many as candidates, and {@code rows} behind the last
 * @param tokens of all rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedItem(int index, List<Candidate> candidates, int shared, int[] tails, int[] tokens) {

    static PackedItem of(int index, List<Candidate> candidates) {
        int shared = shared(candidates);
        int[] tails = new int[candidates.size() + 1];
        tails[0] = shared;
        for (int i = 0; i < candidates.size(); i++) {
            tails[i + 1] = Math.addExact(tails[i], candidates.get(i).input().length - shared);
        }
        int[] tokens = new int[tails[candidates.size()]];
        for (int i = 0; i < candidates.size(); i++) {
            int[] input = candidates.get(i).input();
            System.arraycopy(input, 0, tokens, 0, shared);
            System.arraycopy(input, shared, tokens, tails[i], input.length - shared);
        }
        return new PackedItem(index, candidates, shared, tails, tokens);
    }

    /** The length of the longest common beginning. */
    private static int shared(List<Candidate> candidates) {
        int[] first = candidates.get(0).input();
        int shared = first.length;
        for (Candidate candidate : candidates) {
            int[] input = candidate.input();
            int differs = Arrays.mismatch(first, 0, shared, input, 0, Math.min(shared, input.length));
            shared = differs < 0 ? shared : differs;
        }
        return shared;
    }

    int rows() {
        return tokens.length;
    }

    /** Tokens of the longest candidate. */
    int longest() {
        return candidates.stream().mapToInt(c -> c.input().length).max().orElseThrow();
    }

    /** The row of token {@code position} of a candidate's input. */
    int row(int candidate, int position) {
        return position < shared ? position : tails[candidate] + position - shared;
    }

    /**
     * The candidates that attention has to see, so that each row is the last of somebody's: those with a tail, or the first
     * where none has.
     */
    List<Integer> windows() {
        List<Integer> windows = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (tails[i + 1] > tails[i]) {
                windows.add(i);
            }
        }
        return windows.isEmpty() ? List.of(0) : windows;
    }
}
