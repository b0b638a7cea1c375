package dev.gimbal.engine;

import dev.gimbal.compensation.Compensator;
import dev.gimbal.compensation.Replacement;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerSteps.Gathered;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Compensates one target and brings the result into the form in which it is written. */
final class TargetPruner {
    private final Backend backend;
    private final MethodSettings settings;
    private final Compensator compensator;
    private final Compensator none;
    private final Rounding rounding;

    TargetPruner(Backend backend, MethodSettings settings, Rounding rounding) {
        this.backend = backend;
        this.settings = settings;
        this.compensator = new Compensator(backend, settings);
        this.none = new Compensator(backend, settings.uncompensated());
        this.rounding = rounding;
    }

    /**
     * What replaces {@code weight [d, m]}.
     *
     * @param bias of the target as it is, {@code [1, d]} or null
     * @param scope outlives what is returned
     */
    PrunedTarget prune(
            int layer,
            Target target,
            Tensor weight,
            @Nullable Tensor bias,
            int[] kept,
            Gathered gathered,
            Scope scope) {
        try (Scope fitScope = backend.open()) {
            Tensor w = fitScope.f64(weight.rows(), weight.cols());
            backend.copy(weight, w);
            Compensator asked = settings.targets().contains(target) ? compensator : none;
            Replacement replacement = asked.compensate(fitScope, w, kept, gathered.fitted(), gathered.heldOut());
            Tensor rounded = scope.f32(weight.rows(), kept.length);
            backend.copy(replacement.weight(), rounded);
            round(layer, target, rounded);
            Tensor newBias = bias(layer, target, bias, replacement.bias(), scope);
            return new PrunedTarget(kept, rounded, newBias, TargetReport.of(target, replacement.diagnostics()));
        }
    }

    private @Nullable Tensor bias(
            int layer, Target target, @Nullable Tensor before, double @Nullable [] added, Scope scope) {
        if (added == null) {
            return before;
        }
        float[] sum = new float[added.length];
        if (before != null) {
            before.read(0, 0, sum, 0, sum.length);
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] + added[i]);
        }
        Tensor bias = scope.f32(1, sum.length);
        bias.write(0, 0, sum, 0, sum.length);
        round(layer, target, bias);
        return bias;
    }

    private void round(int layer, Target target, Tensor tensor) {
        float[] row = new float[tensor.cols()];
        for (int i = 0; i < tensor.rows(); i++) {
            tensor.read(i, 0, row, 0, row.length);
            rounding.round(layer, target, row, row.length);
            tensor.write(i, 0, row, 0, row.length);
        }
    }
}
