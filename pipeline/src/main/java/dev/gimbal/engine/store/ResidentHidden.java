package dev.gimbal.engine.store;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;

/** Hidden states in the backend's memory, changed in place. */
public final class ResidentHidden implements HiddenStore {
    private final Scope scope;
    private final Tensor rows;
    private final HiddenPoint[] points;
    private HiddenPoint to;

    /**
     * Rows of undefined content, at {@code start}.
     *
     * @param width {@code d}
     */
    public ResidentHidden(Backend backend, CalibrationBatches batches, int width, HiddenPoint start) {
        this.scope = backend.open();
        this.rows = scope.f32(batches.rows(), width);
        this.points = new HiddenPoint[batches.shards().count()];
        this.to = start;
        Arrays.fill(points, start);
    }

    @Override
    public synchronized HiddenPoint point(int shard) {
        return points[shard];
    }

    @Override
    public synchronized void begin(HiddenPoint next) {
        to = next;
    }

    @Override
    public Tensor blank(Batch batch, Scope unused) {
        return read(batch, unused);
    }

    @Override
    public Tensor read(Batch batch, Scope unused) {
        return rows.slice(batch.firstRow(), batch.endRow());
    }

    @Override
    public void write(Batch batch, Tensor unused) {
        // What was read was the memory itself.
    }

    @Override
    public synchronized void advanced(int shard) {
        points[shard] = to;
    }

    @Override
    public long residentBytes() {
        return (long) rows.rows() * rows.cols() * Float.BYTES;
    }

    @Override
    public void close() {
        scope.close();
    }
}
