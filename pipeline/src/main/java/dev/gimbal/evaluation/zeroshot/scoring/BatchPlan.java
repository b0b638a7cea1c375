package dev.gimbal.evaluation.zeroshot.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts a task's items into batches and those into portions. Items are sorted by length, the longest first, so that windows
 * which attention takes together are about as long as each other. The cut depends on the items alone, not on how many
 * workers there are or how much memory: how a portion ends changes no batch.
 */
final class BatchPlan {
    /** Enough rows that a product's weights are packed once for many; few enough that a batch's scratch is small. */
    static final int BATCH_ROWS = 512;

    private static final Comparator<PackedItem> LONGEST_FIRST = Comparator.comparingInt(PackedItem::longest)
            .thenComparingInt(PackedItem::rows)
            .reversed()
            .thenComparingInt(PackedItem::index);

    private BatchPlan() {}

    /** Batches of at most {@link #BATCH_ROWS} rows, or of one item. */
    static List<PackedBatch> batches(List<PackedItem> items) {
        List<PackedBatch> batches = new ArrayList<>();
        List<PackedItem> some = new ArrayList<>();
        int rows = 0;
        for (PackedItem item : items.stream().sorted(LONGEST_FIRST).toList()) {
            if (!some.isEmpty() && rows + item.rows() > BATCH_ROWS) {
                batches.add(PackedBatch.of(some));
                some.clear();
                rows = 0;
            }
            some.add(item);
            rows += item.rows();
        }
        batches.add(PackedBatch.of(some));
        return batches;
    }

    /** Consecutive batches of at most {@code mostRows} rows together, or one. */
    static List<List<PackedBatch>> portions(List<PackedBatch> batches, int mostRows) {
        List<List<PackedBatch>> portions = new ArrayList<>();
        List<PackedBatch> some = new ArrayList<>();
        long rows = 0;
        for (PackedBatch batch : batches) {
            if (!some.isEmpty() && rows + batch.rows() > mostRows) {
                portions.add(List.copyOf(some));
                some.clear();
                rows = 0;
            }
            some.add(batch);
            rows += batch.rows();
        }
        portions.add(List.copyOf(some));
        return portions;
    }
}
