package dev.gimbal.model;

import dev.gimbal.tensor.Tensor;

/**
 * How the rows of a token matrix, whole windows below each other, are cut into the batches that workers take. The cut
 * never depends on how many workers there are.
 *
 * @param windows how many windows
 * @param seq tokens of one
 */
public record WindowBatches(int windows, int seq) {
    /** Enough rows that a product's weights are packed once for many; few enough that a batch's scratch is small. */
    private static final int ROWS_OF_A_BATCH = 512;

    public WindowBatches {
        if (windows < 1 || seq < 1) {
            throw new IllegalArgumentException("no windows");
        }
        Math.multiplyExact(windows, seq);
    }

    /** All rows: {@code windows * seq}. */
    public int rows() {
        return windows * seq;
    }

    /** How many batches there are. */
    public int count() {
        return (windows + windowsOfABatch(seq) - 1) / windowsOfABatch(seq);
    }

    /** The first row of {@code batch}. */
    public int firstRow(int batch) {
        return batch * windowsOfABatch(seq) * seq;
    }

    /** The row behind the last of {@code batch}. */
    public int endRow(int batch) {
        return Math.min(windows, (batch + 1) * windowsOfABatch(seq)) * seq;
    }

    /** The rows of {@code batch} as a view of {@code matrix}, whose rows are all windows'. */
    public Tensor slice(Tensor matrix, int batch) {
        return matrix.slice(firstRow(batch), endRow(batch));
    }

    /** The windows of as many whole batches as have at most {@code rows} rows, of one batch at least. */
    public int windowsWithin(int rows) {
        return Math.max(1, rows / seq / windowsOfABatch(seq)) * windowsOfABatch(seq);
    }

    /** Windows of {@code seq} tokens in every batch but the last, which may have fewer. */
    public static int windowsOfABatch(int seq) {
        return Math.max(1, ROWS_OF_A_BATCH / seq);
    }
}
