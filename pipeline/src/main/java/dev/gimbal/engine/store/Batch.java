package dev.gimbal.engine.store;

/**
 * Whole windows that are computed at once, all of one shard.
 *
 * @param index counts from 0 over the whole calibration set
 * @param shard that it belongs to
 * @param firstRow of the matrix that has a row for every calibration token
 * @param endRow the row behind its last
 * @param endsShard whether the shard has no batch after it
 */
public record Batch(int index, int shard, int firstRow, int endRow, boolean endsShard) {
    /** Tokens in it. */
    public int rows() {
        return endRow - firstRow;
    }
}
