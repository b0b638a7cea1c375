package dev.gimbal.plan;

import static dev.gimbal.plan.MemoryItem.ACTIVATIONS;
import static dev.gimbal.plan.MemoryItem.BATCHES;
import static dev.gimbal.plan.MemoryItem.GRAM;
import static dev.gimbal.plan.MemoryItem.HIDDEN;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.SelectionKind;
import dev.gimbal.config.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the layers of a run hold, phase by phase, by one choice. */
final class RunMoments {
    private final Sizes sizes;
    private final MethodSettings method;
    private final Choice choice;
    private final PassMoments passes;
    private final SolveMoments attention;
    private final SolveMoments mlp;
    private final boolean ahead;

    /** @param ahead whether reading, solving and saving go on beside the passes, as they do in a run */
    RunMoments(Sizes sizes, MethodSettings method, Choice choice, boolean ahead) {
        this.sizes = sizes;
        this.method = method;
        this.choice = choice;
        this.ahead = ahead;
        this.passes = new PassMoments(sizes, choice);
        this.attention = new SolveMoments(sizes, method, Target.O_PROJ);
        this.mlp = new SolveMoments(sizes, method, Target.DOWN_PROJ);
    }

    /** The moments of each phase of the layers' work, by its name. */
    Map<String, List<Moment>> layers() {
        Map<String, List<Moment>> phases = new LinkedHashMap<>();
        if (method.selection() == SelectionKind.GLOBAL) {
            Moment base = stores(false).plus(sizes.layer(1));
            phases.put(
                    "measure",
                    Stream.concat(
                                    passes.attention().stream().map(gathering(Target.O_PROJ, true)::plus),
                                    passes.dense().stream().map(gathering(Target.DOWN_PROJ, true)::plus))
                            .map(base::plus)
                            .toList());
        }
        Moment base = stores(method.schedule() == Schedule.SUBLAYER)
                .plus(sizes.layer(1))
                .plus(before());
        if (method.schedule() == Schedule.SUBLAYER) {
            addSublayers(phases, base);
        } else {
            addLayers(phases, base);
        }
        return phases;
    }

    private void addSublayers(Map<String, List<Moment>> phases, Moment base) {
        Moment behind = base.plus(attention.solved());
        put(phases, "attention", base.plus(gathering(Target.O_PROJ, true)), passes.attention());
        put(phases, "solve o_proj", base.plus(gathering(Target.O_PROJ, false)), attention.list());
        put(phases, "MLP", behind.plus(gathering(Target.DOWN_PROJ, true)), passes.mlp());
        put(phases, "solve down_proj", behind.plus(gathering(Target.DOWN_PROJ, false)), mlp.list());
        put(phases, "output", behind.plus(mlp.solved()).plus(next()), passes.outputBehindAttention());
    }

    /** With {@code ahead}, {@code o_proj} is solved while the MLP's statistics are gathered; else behind them. */
    private void addLayers(Map<String, List<Moment>> phases, Moment base) {
        Moment output = gathering(Target.O_PROJ, !ahead);
        Moment both = base.plus(output).plus(gathering(Target.DOWN_PROJ, true));
        put(phases, "attention", base.plus(gathering(Target.O_PROJ, true)), passes.attention());
        if (ahead) {
            put(phases, "MLP, solve o_proj", both, both(passes.denseMlp(), attention.list()));
        } else {
            put(phases, "MLP", both, passes.denseMlp());
            put(
                    phases,
                    "solve o_proj",
                    base.plus(gathering(Target.O_PROJ, false)).plus(gathering(Target.DOWN_PROJ, true)),
                    attention.list());
        }
        put(
                phases,
                "solve down_proj",
                base.plus(attention.solved()).plus(gathering(Target.DOWN_PROJ, false)),
                mlp.list());
        put(phases, "output", base.plus(attention.solved()).plus(mlp.solved()).plus(next()), passes.output());
    }

    /** Any moment of the one beside any of the other. */
    private static List<Moment> both(List<Moment> one, List<Moment> other) {
        return one.stream().flatMap(a -> other.stream().map(a::plus)).toList();
    }

    private static void put(Map<String, List<Moment>> phases, String name, Moment base, List<Moment> moments) {
        phases.put(name, moments.stream().map(base::plus).toList());
    }

    /** What replaces the targets of {@code count} layers on their way to the output; other weights go by as bytes. */
    Moment writing(int count) {
        Moment targets = attention.solved().plus(mlp.solved());
        Moment all = Moment.EMPTY;
        for (int i = 0; i < count; i++) {
            all = all.plus(targets);
        }
        return all;
    }

    /**
     * Rows that lie in memory from the first layer to the last.
     *
     * @param twice whether the MLP's activations are read twice
     */
    private Moment stores(boolean twice) {
        boolean keep = choice.activations() == InputsPlace.KEEP;
        return Moment.EMPTY
                .f32(BATCHES, 1, sizes.seq(), sizes.headSize())
                .f32(HIDDEN, choice.hidden() == HiddenPlace.MEMORY ? 1 : 0, sizes.rows(), sizes.d())
                .f32(ACTIVATIONS, keep ? 1 : 0, sizes.rows(), sizes.contexts())
                .f32(ACTIVATIONS, keep && twice ? 1 : 0, sizes.rows(), sizes.f());
    }

    /** The next layer's weights, which are read when there are no statistics any longer. */
    private Moment next() {
        return sizes.layer(ahead && sizes.layers() > 1 ? 1 : 0);
    }

    /** The last layer's targets, until they are saved. */
    private Moment before() {
        return ahead && sizes.layers() > 1 ? attention.solved().plus(mlp.solved()) : Moment.EMPTY;
    }

    private Moment gathering(Target target, boolean shard) {
        long m = sizes.width(target);
        return Moment.EMPTY.f64(GRAM, sizes.holdsOut() ? 2 : 1, m, m).f32(GRAM, shard ? 1 : 0, m, m);
    }
}
