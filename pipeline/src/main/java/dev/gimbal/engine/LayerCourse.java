package dev.gimbal.engine;

import dev.gimbal.config.Schedule;
import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.Gathering;
import dev.gimbal.engine.pass.LayerAtWork;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.LayerPasses;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.tensor.Backend;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one layer is pruned, step by step, for whoever orders the steps: which pass can run now, whose statistics wait to be
 * solved, when the layer is finished. It starts anywhere, given what an interrupted run had reached.
 *
 * <pre>
 *   sublayer:  attention pass, solve o_proj, MLP pass behind what is left of it, solve down_proj, output pass
 *   layer:     attention pass, dense MLP pass, solve both, output pass
 * </pre>
 */
public final class LayerCourse implements Course {
    private final Schedule schedule;
    private final LayerPasses passes;
    private final LayerAtWork at;
    private final int holdout;
    private final Backend backend;
    private final Map<Target, Gathering> gatherings = new EnumMap<>(Target.class);
    private final Map<Target, SolvedTarget> solved = new EnumMap<>(Target.class);
    private final long start = System.nanoTime();

    /** @param holdout one shard in this many is held out; 0 holds none out */
    LayerCourse(Backend backend, Schedule schedule, int holdout, LayerAtWork at) {
        this.backend = backend;
        this.schedule = schedule;
        this.holdout = holdout;
        this.at = at;
        this.passes = new LayerPasses(at);
    }

    @Override
    public LayerWeights weights() {
        return at.weights();
    }

    /** Takes over a target that was finished before an interruption. */
    public void restore(SolvedTarget target) {
        solved.put(target.pruned().report().target(), target);
    }

    /** Takes over statistics that were stored before an interruption. */
    public void restore(Target target, Gathering gathering) {
        gatherings.put(target, gathering);
    }

    @Override
    public @Nullable LayerPass next() {
        if (isToGather(Target.O_PROJ)) {
            return passes.attention(shardsDone(Target.O_PROJ));
        }
        if (isToGather(Target.DOWN_PROJ)) {
            return schedule == Schedule.LAYER ? passes.denseMlp(shardsDone(Target.DOWN_PROJ)) : mlp();
        }
        SolvedTarget attention = solved.get(Target.O_PROJ);
        SolvedTarget mlp = solved.get(Target.DOWN_PROJ);
        if (attention == null || mlp == null || isAdvanced()) {
            return null;
        }
        return passes.output(
                attention.part(at.weights().output().cols()),
                mlp.part(at.weights().down().cols()));
    }

    /** Behind an interruption, shards that are gathered already may not be behind the attention in this process. */
    private @Nullable LayerPass mlp() {
        SolvedTarget attention = solved.get(Target.O_PROJ);
        if (attention == null) {
            return null;
        }
        int done = shardsDone(Target.DOWN_PROJ);
        LayerPass catchUp = passes.toMiddle(attention.part(at.weights().output().cols()), done);
        return catchUp.batches().isEmpty()
                ? passes.mlp(attention.part(at.weights().output().cols()), done)
                : catchUp;
    }

    private boolean isToGather(Target target) {
        Gathering gathering = gatherings.get(target);
        return !solved.containsKey(target) && (gathering == null || !gathering.isComplete());
    }

    private int shardsDone(Target target) {
        Gathering gathering = gatherings.get(target);
        return gathering == null ? 0 : gathering.shardsDone();
    }

    private boolean isAdvanced() {
        HiddenStore hidden = at.stores().hidden();
        for (int shard = 0; shard < at.batches().shards().count(); shard++) {
            if (hidden.point(shard).isBefore(at.input().afterLayer())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable Gathering gathering(LayerPass pass) {
        Target target = pass.gathers();
        return target == null
                ? null
                : gatherings.computeIfAbsent(
                        target, key -> Gathering.begin(backend, at.batches().shards(), holdout, width(target)));
    }

    private int width(Target target) {
        return switch (target) {
            case O_PROJ -> at.weights().output().cols();
            case DOWN_PROJ -> at.weights().down().cols();
        };
    }

    @Override
    public List<Complete> complete() {
        return gatherings.entrySet().stream()
                .filter(entry -> entry.getValue().isComplete() && !solved.containsKey(entry.getKey()))
                .map(entry -> new Complete(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What is gathered of a target that has no solution yet; null when nothing is. */
    public @Nullable Complete unfinished() {
        for (Map.Entry<Target, Gathering> entry : gatherings.entrySet()) {
            if (!solved.containsKey(entry.getKey())) {
                return new Complete(entry.getKey(), entry.getValue());
            }
        }
        return null;
    }

    @Override
    public void solved(SolvedTarget target) {
        Target which = target.pruned().report().target();
        solved.put(which, target);
        Gathering gathering = gatherings.remove(which);
        if (gathering != null) {
            gathering.close();
        }
    }

    /** The targets that are solved. */
    public Map<Target, SolvedTarget> solutions() {
        return Map.copyOf(solved);
    }

    @Override
    public @Nullable Stage stage(LayerPass pass) {
        Target target = pass.gathers();
        return target == null ? null : target == Target.O_PROJ ? Stage.ATTENTION : Stage.MLP;
    }

    /** Whether the hidden states are the next layer's input. */
    @Override
    public boolean isFinished() {
        return solved.size() == Target.values().length && isAdvanced();
    }

    /** The finished layer; its tensors live as long as this and the weights. */
    public PrunedLayer result() {
        SolvedTarget attention = Objects.requireNonNull(solved.get(Target.O_PROJ));
        SolvedTarget mlp = Objects.requireNonNull(solved.get(Target.DOWN_PROJ));
        return new PrunedLayer(
                at.layer(),
                attention.keptHeads(),
                attention.pruned(),
                mlp.pruned(),
                (System.nanoTime() - start) * 1e-9);
    }

    /** Frees statistics and solutions. */
    @Override
    public void close() {
        gatherings.values().forEach(Gathering::close);
        solved.values().forEach(SolvedTarget::close);
    }
}
