package dev.gimbal.engine.store;

import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a target reads, between the pass that gathers its statistics and the one that computes its output: kept, spilled to
 * disk, or dropped and computed again. Different batches may be handled at once.
 */
public interface TargetInputs extends AutoCloseable {
    /** Rows {@code [t, m]} of undefined content, for a batch's inputs to be computed into. */
    Tensor blank(Batch batch, Scope scope);

    /** Takes what was computed into {@link #blank}. */
    void keep(Batch batch, Tensor rows);

    /** The batch's rows, or null when they have to be computed again. */
    @Nullable
    Tensor find(Batch batch, Scope scope);

    /** Forgets all rows, for the next layer. */
    void clear();

    /** Whether no disk is involved. */
    boolean isResident();

    @Override
    void close();
}
