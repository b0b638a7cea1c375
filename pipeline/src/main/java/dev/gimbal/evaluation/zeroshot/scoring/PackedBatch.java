package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.evaluation.zeroshot.scoring.AttentionChunk.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Items whose rows lie below each other and go through a layer together.
 *
 * @param firsts the row that each item begins at
 * @param rows of all items
 * @param chunks each row is in the result of exactly one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedBatch(List<PackedItem> items, int[] firsts, int rows, List<AttentionChunk> chunks) {
    /** Rows that attention's windows have at once: it bounds scratch memory, and what a longest window costs the others. */
    private static final int CHUNK_ROWS = BatchPlan.BATCH_ROWS;

    static PackedBatch of(List<PackedItem> items) {
        int[] firsts = new int[items.size()];
        List<Window> windows = new ArrayList<>();
        int rows = 0;
        for (int i = 0; i < items.size(); i++) {
            firsts[i] = rows;
            addWindows(items.get(i), rows, windows);
            rows += items.get(i).rows();
        }
        return new PackedBatch(List.copyOf(items), firsts, rows, chunks(windows));
    }

    private static void addWindows(PackedItem item, int first, List<Window> windows) {
        boolean gives = true;
        for (int candidate : item.windows()) {
            int tail = item.tails()[candidate];
            windows.add(new Window(first, item.shared(), first + tail, item.tails()[candidate + 1] - tail, gives));
            gives = false;
        }
    }

    private static List<AttentionChunk> chunks(List<Window> windows) {
        List<AttentionChunk> chunks = new ArrayList<>();
        List<Window> some = new ArrayList<>();
        int longest = 0;
        for (Window window : windows) {
            int next = Math.max(longest, window.length());
            if (!some.isEmpty() && (long) next * (some.size() + 1) > CHUNK_ROWS) {
                chunks.add(AttentionChunk.of(some));
                some.clear();
                next = window.length();
            }
            some.add(window);
            longest = next;
        }
        chunks.add(AttentionChunk.of(some));
        return chunks;
    }

    /** The tokens of all rows. */
    int[] tokens() {
        int[] tokens = new int[rows];
        for (int i = 0; i < items.size(); i++) {
            System.arraycopy(
                    items.get(i).tokens(), 0, tokens, firsts[i], items.get(i).rows());
        }
        return tokens;
    }
}
