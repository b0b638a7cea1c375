package dev.gimbal.model;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** The matrix that goes through the layers: one row of width {@code d} a token, windows below each other. */
public final class HiddenStates {
    private HiddenStates() {}

    /**
     * The embeddings of all windows' tokens.
     *
     * @param windows {@code [n][seq]}
     * @return {@code [n * seq, d]}, in {@code scope}
     */
    public static Tensor embed(Backend backend, Model model, int[][] windows, Scope scope) {
        WindowBatches batches = new WindowBatches(windows.length, windows[0].length);
        Tensor hidden = scope.f32(batches.rows(), model.geometry().hidden());
        backend.forEach(windows.length, window -> {
            int first = window * batches.seq();
            model.embed(windows[window], hidden.slice(first, first + batches.seq()));
        });
        return hidden;
    }
}
