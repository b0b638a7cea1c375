package dev.gimbal.plan;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SelectionKind;
import dev.gimbal.config.Target;
import dev.gimbal.engine.store.CalibrationBatches;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.UniformSelection;

/**
 * What memory and work follow from, in the method's symbols.
 *
 * @param d hidden size
 * @param contexts {@code H h}, what {@code o_proj} reads
 * @param qkv width of queries, keys and values side by side
 * @param f MLP channels
 * @param keptContexts columns of {@code o_proj} that stay; all, where layers differ
 * @param keptChannels columns of {@code down_proj} that stay; all, where layers differ
 * @param dropped weights of a layer that go, on average
 * @param batches how the calibration set is cut
 * @param workers tasks that run at once
 * @param holdsOut whether some windows are held out
 * @param watched whether the run can be watched while it goes
 */
record Sizes(
        int d,
        int contexts,
        int qkv,
        int f,
        int headSize,
        int vocabulary,
        int layers,
        int keptContexts,
        int keptChannels,
        long dropped,
        CalibrationBatches batches,
        int workers,
        boolean holdsOut,
        boolean watched) {

    static Sizes of(PruneSettings settings, ModelConfig model, int workers) {
        MethodSettings method = settings.method();
        CalibrationBatches batches = new CalibrationBatches(
                settings.calibration().windows(), settings.calibration().seq());
        boolean alike = method.selection() == SelectionKind.UNIFORM;
        UniformSelection selection = UniformSelection.of(
                new HeadGeometry(model.hidden(), model.heads(), model.keyValueHeads(), model.headDim()),
                model.intermediate(),
                method);
        return new Sizes(
                model.hidden(),
                model.queryWidth(),
                model.queryWidth() + 2 * model.keyValueWidth(),
                model.intermediate(),
                model.headDim(),
                model.vocabulary(),
                model.layers(),
                alike ? selection.heads(new double[model.heads()]).columns().length : model.queryWidth(),
                alike ? selection.keptChannels() : model.intermediate(),
                selection.parametersBefore() - selection.parametersAfter(),
                batches,
                workers,
                batches.shards().heldOutWindows(method.holdout()) > 0,
                settings.monitor().listen() != null);
    }

    /** Calibration tokens. */
    long rows() {
        return batches.rows();
    }

    /** Tokens of the longest batch. */
    int batchRows() {
        return batches.mostRows();
    }

    int seq() {
        return batches.seq();
    }

    /** Columns of a target, {@code m}. */
    int width(Target target) {
        return switch (target) {
            case O_PROJ -> contexts;
            case DOWN_PROJ -> f;
        };
    }

    /** Columns of a target that stay, {@code k}. */
    int kept(Target target) {
        return switch (target) {
            case O_PROJ -> keptContexts;
            case DOWN_PROJ -> keptChannels;
        };
    }

    /** The weights of one layer, as they are held; vectors are too small to count. */
    Moment layer(int count) {
        return Moment.EMPTY
                .f32(MemoryItem.WEIGHTS, count, qkv, d)
                .f32(MemoryItem.WEIGHTS, count, d, contexts)
                .f32(MemoryItem.WEIGHTS, count, 2L * f, d)
                .f32(MemoryItem.WEIGHTS, count, d, f);
    }
}
