package dev.gimbal.evaluation.zeroshot.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Which rows of a batch predict what. A row that several candidates share may predict a token for each, so there are several
 * rounds over the rows; its logits are computed once.
 *
 * @param rows of the batch that predict anything, ascending
 * @param rounds {@code [k][rows]}: the target of each row's k-th prediction, -1 where it has no such
 * @param owners {@code [k][rows]}: which candidate the prediction is for, counted through the batch's items
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Predictions(int[] rows, int[][] rounds, int[][] owners) {

    private record Wanted(int target, int owner) {}

    static Predictions of(PackedBatch batch) {
        TreeMap<Integer, List<Wanted>> byRow = new TreeMap<>();
        int owner = 0;
        for (int i = 0; i < batch.items().size(); i++) {
            PackedItem item = batch.items().get(i);
            for (int c = 0; c < item.candidates().size(); c++, owner++) {
                Candidate candidate = item.candidates().get(c);
                for (int t = 0; t < candidate.targets().length; t++) {
                    int row = batch.firsts()[i] + item.row(c, candidate.predictor(t));
                    byRow.computeIfAbsent(row, any -> new ArrayList<>())
                            .add(new Wanted(candidate.targets()[t], owner));
                }
            }
        }
        return of(byRow);
    }

    private static Predictions of(TreeMap<Integer, List<Wanted>> byRow) {
        int most = byRow.values().stream().mapToInt(List::size).max().orElseThrow();
        int[] rows = byRow.keySet().stream().mapToInt(Integer::intValue).toArray();
        int[][] rounds = new int[most][rows.length];
        int[][] owners = new int[most][rows.length];
        for (int k = 0; k < most; k++) {
            Arrays.fill(rounds[k], -1);
        }
        int column = 0;
        for (List<Wanted> wanted : byRow.values()) {
            for (int k = 0; k < wanted.size(); k++) {
                rounds[k][column] = wanted.get(k).target();
                owners[k][column] = wanted.get(k).owner();
            }
            column++;
        }
        return new Predictions(rows, rounds, owners);
    }
}
