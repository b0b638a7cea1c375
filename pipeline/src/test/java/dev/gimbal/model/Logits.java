package dev.gimbal.model;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;

/** A model's whole output, for comparing. */
public final class Logits {
    private Logits() {}

    /** {@code [windows * seq][vocabulary]} */
    public static float[][] of(Backend backend, ModelFolder folder, int[][] windows) {
        int seq = windows[0].length;
        Model model = new LlamaModel(backend, folder.config(), folder.weights());
        try (Scope scope = backend.open()) {
            Tensor hidden = HiddenStates.embed(backend, model, windows, scope);
            LayerForward forward = new LayerForward(backend, model.geometry(), seq, model.rotary(scope, seq));
            for (int layer = 0; layer < model.layers(); layer++) {
                try (Scope layerScope = backend.open()) {
                    forward.layer(model.layer(layer, layerScope), hidden);
                }
            }
            backend.rmsNorm(hidden, model.finalNorm(scope), model.geometry().epsilon(), hidden);
            Tensor logits = scope.f32(hidden.rows(), model.vocabulary());
            backend.project(hidden, model.head(scope), logits);
            float[][] values = new float[hidden.rows()][model.vocabulary()];
            for (int row = 0; row < values.length; row++) {
                logits.read(row, 0, values[row], 0, values[row].length);
            }
            return values;
        }
    }
}
