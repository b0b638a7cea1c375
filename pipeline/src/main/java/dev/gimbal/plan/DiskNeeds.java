package dev.gimbal.plan;

import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.Layout;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Schedule;
import dev.gimbal.config.Target;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.safetensors.DType;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run writes, at most at once. */
final class DiskNeeds {
    /**
     * Generations of a shard's hidden states: the last two that are committed, and the one that is written. Those that lie
     * in memory are stored for checkpoints all the same.
     */
    private static final int GENERATIONS = 3;

    private DiskNeeds() {}

    /** Bytes by what they go into. */
    static Map<String, Long> of(Sizes sizes, PruneSettings settings, ModelConfig model, Choice choice) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put("hidden", GENERATIONS * Float.BYTES * sizes.rows() * sizes.d());
        if (choice.activations() == InputsPlace.SPILL) {
            boolean both = settings.method().schedule() == Schedule.SUBLAYER;
            bytes.put("activations", Float.BYTES * sizes.rows() * (sizes.contexts() + (both ? sizes.f() : 0)));
        }
        bytes.put("targets", bytes(model) * (long) sizes.layers() * sizes.d() * kept(sizes));
        bytes.put("statistics", statistics(sizes));
        bytes.put("output", output(sizes, settings, model));
        return bytes;
    }

    private static long kept(Sizes sizes) {
        return (long) sizes.kept(Target.O_PROJ) + sizes.kept(Target.DOWN_PROJ);
    }

    /** Two generations of the sums of the wider target's finished shards. */
    private static long statistics(Sizes sizes) {
        long m = Math.max(sizes.width(Target.O_PROJ), sizes.width(Target.DOWN_PROJ));
        return 2L * (sizes.holdsOut() ? 2 : 1) * Double.BYTES * m * m;
    }

    /** Of a number of a weight. */
    private static int bytes(ModelConfig model) {
        DType declared = model.dtype();
        return (declared == null ? DType.F32 : declared).bytes();
    }

    /** The weights that are written, in the type that the configuration declares. */
    private static long output(Sizes sizes, PruneSettings settings, ModelConfig model) {
        long bytes = bytes(model);
        long parameters = CheckpointLayout.parameters(model);
        if (settings.layout() == Layout.MASKED) {
            return bytes * parameters;
        }
        return bytes * (parameters - sizes.layers() * sizes.dropped());
    }
}
