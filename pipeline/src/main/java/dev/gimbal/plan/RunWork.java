package dev.gimbal.plan;

import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.SelectionKind;
import dev.gimbal.config.Target;
import dev.gimbal.model.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of a run.
 *
 * @param layers how many there are, all alike
 * @param layer of one layer
 * @param measuring the part of it that measures the dense model, for global selection
 * @param evaluation of the text that is measured before and after; nothing where none is or it is not there
 */
public record RunWork(int layers, Work layer, Work measuring, Work evaluation) {

    /** Of a run that keeps to {@code plan}. */
    public static RunWork of(PruneSettings settings, ModelConfig model, MemoryPlan plan, int threads, Room room) {
        Sizes sizes = Sizes.of(settings, model, threads);
        MethodSettings method = settings.method();
        TokenWork tokens = new TokenWork(sizes, sizes.rows(), sizes.seq());
        boolean recompute = plan.activations() == InputsPlace.RECOMPUTE;
        Work again = recompute ? tokens.contexts() : Work.NONE;
        Work layer = pruning(method, sizes, tokens, again)
                .plus(new SolveWork(sizes, method, Target.O_PROJ).all())
                .plus(new SolveWork(sizes, method, Target.DOWN_PROJ).all());
        if (method.schedule() == Schedule.SUBLAYER && recompute) {
            layer = layer.plus(tokens.activations());
        }
        Work measuring = Work.NONE;
        if (method.selection() == SelectionKind.GLOBAL) {
            measuring = tokens.layer()
                    .plus(again)
                    .plus(tokens.gram(sizes.contexts()))
                    .plus(tokens.gram(sizes.f()));
        }
        return new RunWork(
                sizes.layers(), layer.plus(measuring), measuring, evaluation(settings.evaluation(), sizes, room));
    }

    /** The passes of one layer; {@code again} is what each pass behind the first computes once more. */
    private static Work pruning(MethodSettings method, Sizes sizes, TokenWork tokens, Work again) {
        Work both = tokens.contexts()
                .plus(tokens.gram(sizes.contexts()))
                .plus(again)
                .plus(tokens.activations())
                .plus(tokens.gram(sizes.f()))
                .plus(tokens.output(sizes.keptContexts()))
                .plus(tokens.output(sizes.keptChannels()));
        return method.schedule() == Schedule.SUBLAYER
                ? both
                : both.plus(tokens.output(sizes.contexts())).plus(again).plus(tokens.activations());
    }

    /** Before and after, the latter a little less; both are counted as before. */
    private static Work evaluation(@Nullable EvaluationSettings evaluation, Sizes sizes, Room room) {
        if (evaluation == null) {
            return Work.NONE;
        }
        TokenWork tokens = new TokenWork(sizes, room.evaluationTokens(evaluation), evaluation.seq());
        return tokens.layer().times(sizes.layers()).plus(tokens.logits()).times(2);
    }

    /** The whole run. */
    public Work all() {
        return layer.times(layers).plus(evaluation);
    }
}
