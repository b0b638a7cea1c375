package dev.gimbal.evaluation.zeroshot.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedItemTest {
    private static Candidate candidate(int... input) {
        return new Candidate(input, new int[] {0}, false);
    }

    @Test
    void whatAllBeginWithIsThereOnce() {
        PackedItem item = PackedItem.of(0, List.of(candidate(1, 2, 3, 4), candidate(1, 2, 5), candidate(1, 2)));
        assertEquals(2, item.shared());
        assertArrayEquals(new int[] {1, 2, 3, 4, 5}, item.tokens());
        assertEquals(List.of(0, 1), item.windows());
    }

    @Test
    void answersOfOneTokenBehindOneContextAreOneWindow() {
        PackedItem item = PackedItem.of(0, List.of(candidate(7, 8, 9), candidate(7, 8, 9)));
        assertArrayEquals(new int[] {7, 8, 9}, item.tokens());
        assertEquals(List.of(0), item.windows());
    }

    @Test
    void answersThatShareNothingAreBesideEachOther() {
        PackedItem item = PackedItem.of(0, List.of(candidate(1, 2), candidate(3), candidate(4, 5, 6)));
        assertEquals(0, item.shared());
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, item.tokens());
    }

    @Test
    void everyTokenIsFoundInItsRow() {
        for (long seed = 0; seed < 200; seed++) {
            List<Candidate> candidates = RandomItems.of(seed, 1, 20).get(0);
            PackedItem item = PackedItem.of(0, candidates);
            for (int c = 0; c < candidates.size(); c++) {
                int[] input = candidates.get(c).input();
                for (int i = 0; i < input.length; i++) {
                    assertEquals(input[i], item.tokens()[item.row(c, i)]);
                }
            }
        }
    }

    /** Rows in windows, and results out of them, followed by hand. */
    @Test
    void everyRowOfABatchGetsItsOwnResultAndSeesWhatIsBeforeIt() {
        for (long seed = 0; seed < 100; seed++) {
            List<PackedItem> items = new ArrayList<>();
            for (List<Candidate> candidates : RandomItems.of(seed, 9, 120)) {
                items.add(PackedItem.of(items.size(), candidates));
            }
            PackedBatch batch = PackedBatch.of(items);
            int[][] before = new int[batch.rows()][];
            for (int i = 0; i < items.size(); i++) {
                for (int c = 0; c < items.get(i).candidates().size(); c++) {
                    int[] input = items.get(i).candidates().get(c).input();
                    for (int p = 0; p < input.length; p++) {
                        before[batch.firsts()[i] + items.get(i).row(c, p)] = Arrays.copyOf(input, p + 1);
                    }
                }
            }
            int[] tokens = batch.tokens();
            int next = 0;
            for (AttentionChunk chunk : batch.chunks()) {
                assertEquals(next, chunk.firstRow());
                for (int i = 0; i < chunk.scatter().length; i++) {
                    int at = chunk.scatter()[i];
                    int start = at / chunk.seq() * chunk.seq();
                    int[] seen = Arrays.stream(chunk.gather(), start, at + 1)
                            .map(row -> tokens[row])
                            .toArray();
                    assertArrayEquals(before[next + i], seen, "row " + (next + i) + " of seed " + seed);
                }
                next = chunk.endRow();
            }
            assertEquals(batch.rows(), next);
        }
    }

    @Test
    void batchesHaveAtMost512RowsOrOneItem() {
        List<PackedItem> items = new ArrayList<>();
        for (List<Candidate> candidates : RandomItems.of(5, 300, 400)) {
            items.add(PackedItem.of(items.size(), candidates));
        }
        List<PackedBatch> batches = BatchPlan.batches(items);
        assertEquals(
                300, batches.stream().mapToInt(batch -> batch.items().size()).sum());
        for (PackedBatch batch : batches) {
            assertTrue(batch.rows() <= 512 || batch.items().size() == 1, batch.rows() + " rows");
        }
        for (int most : new int[] {1, 512, 5000}) {
            List<List<PackedBatch>> portions = BatchPlan.portions(batches, most);
            assertEquals(batches, portions.stream().flatMap(List::stream).toList());
            for (List<PackedBatch> portion : portions) {
                int rows = portion.stream().mapToInt(PackedBatch::rows).sum();
                assertTrue(rows <= most || portion.size() == 1, rows + " rows where " + most + " are allowed");
            }
        }
    }
}
