package dev.gimbal.engine;

import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.Gathered;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;

/** What happens to a target once its statistics are complete: the choice of what stays, and the compensation. */
public final class TargetSolver {
    private final Backend backend;
    private final UnitChoice choice;
    private final TargetPruner pruner;

    TargetSolver(Backend backend, UnitChoice choice, TargetPruner pruner) {
        this.backend = backend;
        this.choice = choice;
        this.pruner = pruner;
    }

    /**
     * Chooses and compensates.
     *
     * @param weights of the layer, before pruning
     * @return lives until it is closed
     */
    public SolvedTarget solve(int layer, Target target, LayerWeights weights, Gathered gathered) {
        Scope scope = backend.open();
        try {
            return switch (target) {
                case O_PROJ -> attention(layer, weights, gathered, scope);
                case DOWN_PROJ -> mlp(layer, weights, gathered, scope);
            };
        } catch (RuntimeException | Error e) {
            scope.close();
            throw e;
        }
    }

    private SolvedTarget attention(int layer, LayerWeights weights, Gathered gathered, Scope scope) {
        Chosen<KeptHeads> chosen =
                choice.heads(layer, weights.output(), gathered.fitted().moments());
        KeptHeads heads = chosen.kept();
        PrunedTarget target = pruner.prune(
                layer, Target.O_PROJ, weights.output(), weights.outputBias(), heads.columns(), gathered, scope);
        return new SolvedTarget(target, heads, new UnitScores(chosen.scores(), heads.queryHeads()), scope);
    }

    private SolvedTarget mlp(int layer, LayerWeights weights, Gathered gathered, Scope scope) {
        Chosen<int[]> chosen =
                choice.channels(layer, weights.down(), gathered.fitted().moments());
        int[] channels = chosen.kept();
        PrunedTarget target =
                pruner.prune(layer, Target.DOWN_PROJ, weights.down(), weights.downBias(), channels, gathered, scope);
        return new SolvedTarget(target, null, new UnitScores(chosen.scores(), channels), scope);
    }
}
