package dev.gimbal.engine;

import dev.gimbal.compensation.Compensator;
import dev.gimbal.compensation.Replacement;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.Gathered;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
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
     * What replaces {@code weight [d, m]}: the kept columns as they are, with a warning, where the compensated ones are too
     * large for the file's type.
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
            boolean fits = round(layer, target, rounded);
            double[] added = replacement.bias();
            Tensor newBias = bias;
            if (added != null) {
                newBias = sum(bias, added, scope);
                fits &= round(layer, target, newBias);
            }
            TargetReport report = TargetReport.of(target, replacement.diagnostics());
            if (fits) {
                return new PrunedTarget(kept, rounded, newBias, report);
            }
            Replacement plain = none.compensate(fitScope, w, kept, gathered.fitted(), gathered.heldOut());
            backend.copy(plain.weight(), rounded);
            List<String> warnings = new ArrayList<>(report.warnings());
            warnings.add("The compensation (" + report.compensation().label()
                    + ") has a number that the file's type cannot hold: the kept columns stay as they are.");
            return new PrunedTarget(
                    kept,
                    rounded,
                    bias,
                    TargetReport.of(target, plain.diagnostics()).with(warnings));
        }
    }

    /** {@code before + added}, {@code [1, d]}. */
    private static Tensor sum(@Nullable Tensor before, double[] added, Scope scope) {
        float[] sum = new float[added.length];
        if (before != null) {
            before.read(0, 0, sum, 0, sum.length);
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] + added[i]);
        }
        Tensor bias = scope.f32(1, sum.length);
        bias.write(0, 0, sum, 0, sum.length);
        return bias;
    }

    /** Rounds in place, and says whether everything is still finite. */
    private boolean round(int layer, Target target, Tensor tensor) {
        boolean finite = true;
        float[] row = new float[tensor.cols()];
        for (int i = 0; i < tensor.rows(); i++) {
            tensor.read(i, 0, row, 0, row.length);
            rounding.round(layer, target, row, row.length);
            tensor.write(i, 0, row, 0, row.length);
            for (float value : row) {
                finite &= Float.isFinite(value);
            }
        }
        return finite;
    }
}
