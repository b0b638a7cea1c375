package dev.gimbal.engine.store;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Keeps all rows in the backend's memory. */
public final class KeptInputs implements TargetInputs {
    private final Scope scope;
    private final Tensor rows;
    private final BitSet there = new BitSet();

    /** @param width {@code m} */
    public KeptInputs(Backend backend, CalibrationBatches batches, int width) {
        this.scope = backend.open();
        this.rows = scope.f32(batches.rows(), width);
    }

    @Override
    public Tensor blank(Batch batch, Scope unused) {
        return rows.slice(batch.firstRow(), batch.endRow());
    }

    @Override
    public void keep(Batch batch, Tensor unused) {
        synchronized (there) {
            there.set(batch.index());
        }
    }

    @Override
    public @Nullable Tensor find(Batch batch, Scope unused) {
        synchronized (there) {
            return there.get(batch.index()) ? rows.slice(batch.firstRow(), batch.endRow()) : null;
        }
    }

    @Override
    public void clear() {
        synchronized (there) {
            there.clear();
        }
    }

    @Override
    public boolean isResident() {
        return true;
    }

    @Override
    public void close() {
        scope.close();
    }
}
