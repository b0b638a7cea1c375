package dev.gimbal.engine.store;

import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Keeps nothing: what is needed again is computed again.
 *
 * @param width {@code m}
 */
public record DroppedInputs(int width) implements TargetInputs {
    @Override
    public Tensor blank(Batch batch, Scope scope) {
        return scope.f32(batch.rows(), width);
    }

    @Override
    public void keep(Batch batch, Tensor rows) {
        // Its scope ends with the batch.
    }

    @Override
    public @Nullable Tensor find(Batch batch, Scope scope) {
        return null;
    }

    @Override
    public void clear() {
        // Nothing is there.
    }

    @Override
    public boolean isResident() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
