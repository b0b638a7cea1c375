package dev.gimbal.engine.pass;

import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One batch on its way through a pass, with the memory that it needs on the way. One thread at a time has it. */
public final class BatchWork implements AutoCloseable {
    private final Batch batch;
    private final HiddenPoint from;
    private final Scope scope;
    private final Tensor hidden;
    private final @Nullable Tensor found;
    private @Nullable Tensor made;

    /**
     * @param from how far the hidden states are
     * @param scope is closed with this
     * @param hidden {@code [t, d]}
     * @param found what a target reads, as an earlier pass left it; null where it has to be computed again
     */
    BatchWork(Batch batch, HiddenPoint from, Scope scope, Tensor hidden, @Nullable Tensor found) {
        this.batch = batch;
        this.from = from;
        this.scope = scope;
        this.hidden = hidden;
        this.found = found;
    }

    public Batch batch() {
        return batch;
    }

    HiddenPoint from() {
        return from;
    }

    Scope scope() {
        return scope;
    }

    Tensor hidden() {
        return hidden;
    }

    @Nullable
    Tensor found() {
        return found;
    }

    /** What the pass's target reads, {@code [t, m]}; null before it is computed and in passes without one. */
    @Nullable
    Tensor made() {
        return made;
    }

    /** Says what was computed. */
    void make(Tensor inputs) {
        made = inputs;
    }

    @Override
    public void close() {
        scope.close();
    }
}
