package dev.gimbal.engine;

import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.WindowBatches;
import dev.gimbal.statistics.ShardAccumulator;
import dev.gimbal.statistics.Shards;
import dev.gimbal.statistics.TargetStatistics;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The steps that a layer's pruning is made of, each on one batch or one shard, for whoever orders them. All matrices have
 * a row for every calibration token.
 */
public final class LayerSteps {
    private final Backend backend;
    private final LayerForward forward;
    private final WindowBatches batches;
    private final Shards shards;
    private final int holdout;

    /** @param holdout one shard in this many is held out; 0 holds none out */
    public LayerSteps(Backend backend, LayerForward forward, WindowBatches batches, Shards shards, int holdout) {
        this.backend = backend;
        this.forward = forward;
        this.batches = batches;
        this.shards = shards;
        this.holdout = holdout;
    }

    /** How many batches there are. */
    public int batches() {
        return batches.count();
    }

    /** Tokens of {@code batch}. */
    public int tokens(int batch) {
        return batches.endRow(batch) - batches.firstRow(batch);
    }

    /** Writes the batch's rows of {@code contexts [T, H h]}, what {@code o_proj} reads. */
    public void attend(LayerWeights weights, Tensor hidden, Tensor contexts, int batch) {
        forward.contexts(weights, batches.slice(hidden, batch), batches.slice(contexts, batch));
    }

    /** Writes the batch's rows of {@code activations [T, f]}, what {@code down_proj} reads. */
    public void activate(LayerWeights weights, Tensor hidden, Tensor activations, int batch) {
        forward.activations(weights, batches.slice(hidden, batch), batches.slice(activations, batch));
    }

    /** Adds a target's output to the batch's hidden states: {@code hidden += inputs weight^T + bias}. */
    public void addOutput(Tensor inputs, Tensor weight, @Nullable Tensor bias, Tensor hidden, int batch) {
        forward.addOutput(batches.slice(inputs, batch), weight, bias, batches.slice(hidden, batch));
    }

    /** As {@link #addOutput} of what is left of a target, which reads its kept columns of {@code inputs} alone. */
    public void addPrunedOutput(Tensor inputs, PrunedTarget target, Tensor hidden, int batch) {
        Tensor rows = batches.slice(inputs, batch);
        if (target.kept().length == inputs.cols()) {
            forward.addOutput(rows, target.weight(), target.bias(), batches.slice(hidden, batch));
            return;
        }
        try (Scope scope = backend.open()) {
            Tensor kept = scope.f32(rows.rows(), target.kept().length);
            backend.gatherColumns(rows, target.kept(), kept);
            forward.addOutput(kept, target.weight(), target.bias(), batches.slice(hidden, batch));
        }
    }

    /** The statistics of a target's {@code inputs [T, m]}, shard by shard in order. */
    public Gathered gather(Tensor inputs, Scope scope) {
        TargetStatistics fitted = TargetStatistics.empty(backend, scope, inputs.cols());
        TargetStatistics heldOut =
                shards.heldOutWindows(holdout) > 0 ? TargetStatistics.empty(backend, scope, inputs.cols()) : null;
        try (Scope shardScope = backend.open()) {
            ShardAccumulator accumulator = new ShardAccumulator(backend, shardScope, inputs.cols());
            for (int shard = 0; shard < shards.count(); shard++) {
                Shards.Range windows = shards.range(shard);
                accumulator.accumulate(inputs.slice(windows.from() * batches.seq(), windows.to() * batches.seq()));
                accumulator.finishInto(heldOut != null && shards.heldOut(shard, holdout) ? heldOut : fitted);
            }
        }
        return new Gathered(fitted, heldOut);
    }

    /** Statistics of the shards that fits see and of those that they do not; the latter null when there are none. */
    public record Gathered(
            TargetStatistics fitted, @Nullable TargetStatistics heldOut) {}
}
