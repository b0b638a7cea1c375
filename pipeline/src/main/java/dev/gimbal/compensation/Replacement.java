package dev.gimbal.compensation;

import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** What replaces a target: {@code y' = B x_K + bias}, next to any bias that the target has already. */
public final class Replacement {
    private final Tensor weight;
    private final double @Nullable [] bias;
    private final TargetDiagnostics diagnostics;

    Replacement(Tensor weight, double @Nullable [] bias, TargetDiagnostics diagnostics) {
        this.weight = weight;
        this.bias = bias;
        this.diagnostics = diagnostics;
    }

    /** {@code B}, F64 [d, k], finite. */
    public Tensor weight() {
        return weight;
    }

    /** What is to be added to the output, [d], finite; null when the settings ask for no bias. */
    public double @Nullable [] bias() {
        return bias == null ? null : bias.clone();
    }

    /** How it came about, and how good it is. */
    public TargetDiagnostics diagnostics() {
        return diagnostics;
    }
}
