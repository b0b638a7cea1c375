package dev.gimbal.engine.store;

import dev.gimbal.checkpoint.DataFile;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Keeps all rows in a file of the run directory, which no checkpoint needs. */
public final class SpilledInputs implements TargetInputs {
    private final RunDirectory run;
    private final int width;
    private final DataFile file;
    private final BitSet there = new BitSet();

    /**
     * @param name of the file
     * @param width {@code m}
     */
    public SpilledInputs(RunDirectory run, String name, int width) {
        this.run = run;
        this.width = width;
        this.file = run.createData(name);
    }

    @Override
    public Tensor blank(Batch batch, Scope scope) {
        return scope.f32(batch.rows(), width);
    }

    @Override
    public void keep(Batch batch, Tensor rows) {
        RowTransfer.write(rows, file, position(batch));
        synchronized (there) {
            there.set(batch.index());
        }
    }

    @Override
    public @Nullable Tensor find(Batch batch, Scope scope) {
        synchronized (there) {
            if (!there.get(batch.index())) {
                return null;
            }
        }
        Tensor rows = blank(batch, scope);
        RowTransfer.read(file, position(batch), rows);
        return rows;
    }

    private long position(Batch batch) {
        return batch.firstRow() * RowTransfer.rowBytes(width);
    }

    @Override
    public void clear() {
        synchronized (there) {
            there.clear();
        }
    }

    @Override
    public boolean isResident() {
        return false;
    }

    @Override
    public void close() {
        run.release(file.name());
    }
}
