package dev.gimbal.engine.store;

import dev.gimbal.statistics.Shards;
import java.util.ArrayList;
import java.util.List;

/**
 * How the calibration windows are cut: into shards, and each shard into batches of whole windows. The cut depends on
 * windows and their length alone, never on memory or workers, so that the same sums come out everywhere.
 */
public final class CalibrationBatches {
    /** Enough rows that a product's weights are packed once for many; few enough that a batch's scratch is small. */
    private static final int MOST_ROWS = 512;

    private final Shards shards;
    private final int seq;
    private final List<Batch> batches = new ArrayList<>();
    private final int[] firstBatch;

    /**
     * @param windows of the calibration set, at least 1
     * @param seq tokens of each, at least 1
     */
    public CalibrationBatches(int windows, int seq) {
        Math.multiplyExact(windows, seq);
        this.shards = Shards.of(windows);
        this.seq = seq;
        this.firstBatch = new int[shards.count() + 1];
        for (int shard = 0; shard < shards.count(); shard++) {
            firstBatch[shard] = batches.size();
            cut(shard, shards.range(shard));
        }
        firstBatch[shards.count()] = batches.size();
    }

    /** Nearly equal batches, the smallest number that keeps each within the most rows. */
    private void cut(int shard, Shards.Range windows) {
        int most = Math.max(1, MOST_ROWS / seq);
        int parts = (windows.length() + most - 1) / most;
        for (int part = 0; part < parts; part++) {
            int from = windows.from() + (int) ((long) windows.length() * part / parts);
            int to = windows.from() + (int) ((long) windows.length() * (part + 1) / parts);
            batches.add(new Batch(batches.size(), shard, from * seq, to * seq, part == parts - 1));
        }
    }

    /** The shards. */
    public Shards shards() {
        return shards;
    }

    /** Tokens of a window. */
    public int seq() {
        return seq;
    }

    /** Tokens of all windows. */
    public int rows() {
        return shards.windows() * seq;
    }

    /** All batches, in order. */
    public List<Batch> all() {
        return from(0);
    }

    /** The batches of {@code shard} and of all after it, in order. */
    public List<Batch> from(int shard) {
        return List.copyOf(batches.subList(firstBatch[shard], batches.size()));
    }

    /** The batches of {@code shard}, in order. */
    public List<Batch> of(int shard) {
        return List.copyOf(batches.subList(firstBatch[shard], firstBatch[shard + 1]));
    }

    /** Rows of the longest batch. */
    public int mostRows() {
        return batches.stream().mapToInt(Batch::rows).max().orElse(0);
    }
}
