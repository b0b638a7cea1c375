package dev.gimbal.engine;

import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.SelectionKind;
import dev.gimbal.config.Target;
import dev.gimbal.engine.pass.LayerAtWork;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.pass.Part;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.CalibrationBatches;
import dev.gimbal.engine.store.HiddenPoint;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.Model;
import dev.gimbal.selection.GlobalSelection;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.LayerScores;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.List;

/** Makes what a run over all layers needs: the courses of its layers, the solver of its targets, its first hidden states. */
public final class LayerWorkshop implements AutoCloseable {
    private final Backend backend;
    private final Model model;
    private final MethodSettings settings;
    private final Rounding rounding;
    private final CalibrationBatches batches;
    private final int[][] windows;
    private final Scope scope;
    private final LayerForward forward;

    /**
     * @param rounding what writing does to the new weights
     * @param windows {@code [n][seq]} calibration tokens
     */
    public LayerWorkshop(Backend backend, Model model, MethodSettings settings, Rounding rounding, int[][] windows) {
        this.backend = backend;
        this.model = model;
        this.settings = settings;
        this.rounding = rounding;
        this.windows = windows;
        this.batches = new CalibrationBatches(windows.length, windows[0].length);
        this.scope = backend.open();
        this.forward = new LayerForward(backend, model.geometry(), batches.seq(), model.rotary(scope, batches.seq()));
    }

    /** How the calibration set is cut. */
    public CalibrationBatches batches() {
        return batches;
    }

    /** Whether layers have to be measured before the first is pruned. */
    public boolean measuresFirst() {
        return settings.selection() == SelectionKind.GLOBAL;
    }

    /** Puts the embeddings of every shard that {@code store} has at the start of {@code phase} into it. */
    public void embed(HiddenStore store, Phase phase, List<Integer> shards) {
        store.begin(HiddenPoint.start(phase));
        for (int shard : shards) {
            List<Batch> own = batches.of(shard);
            backend.forEach(own.size(), i -> embed(own.get(i), store));
            store.advanced(shard);
        }
    }

    private void embed(Batch batch, HiddenStore store) {
        int seq = batches.seq();
        try (Scope rowsScope = backend.open()) {
            Tensor rows = store.blank(batch, rowsScope);
            for (int row = 0; row < batch.rows(); row += seq) {
                model.embed(windows[(batch.firstRow() + row) / seq], rows.slice(row, row + seq));
            }
            store.write(batch, rows);
        }
    }

    /** Pruning of a layer whose input {@code stores} hold. */
    public LayerCourse course(int layer, LayerWeights weights, Stores stores) {
        return new LayerCourse(
                backend, settings.schedule(), settings.holdout(), at(Phase.PRUNE, layer, weights, stores));
    }

    /** Measurement of a layer of the dense model. */
    public MeasureCourse measurement(int layer, LayerWeights weights, Stores stores) {
        return new MeasureCourse(backend, settings, at(Phase.MEASURE, layer, weights, stores));
    }

    /** The way of stored hidden states through a layer of the pruned model; closes the targets. */
    public CatchUpCourse catchUp(
            int layer, LayerWeights weights, Stores stores, SolvedTarget attention, SolvedTarget mlp) {
        return new CatchUpCourse(
                at(Phase.PRUNE, layer, weights, stores),
                attention.part(weights.output().cols()),
                mlp.part(weights.down().cols()),
                List.of(attention, mlp));
    }

    /** The way of stored hidden states through a layer of the dense model. */
    public CatchUpCourse catchUp(int layer, LayerWeights weights, Stores stores) {
        return new CatchUpCourse(
                at(Phase.MEASURE, layer, weights, stores),
                Part.whole(weights.output(), weights.outputBias()),
                Part.whole(weights.down(), weights.downBias()),
                List.of());
    }

    /** What the passes of a layer share. */
    private LayerAtWork at(Phase phase, int layer, LayerWeights weights, Stores stores) {
        return new LayerAtWork(backend, forward, batches, layer, new HiddenPoint(phase, layer, false), weights, stores);
    }

    /** The solver where every layer drops as much. */
    public TargetSolver solver() {
        return solver(new UniformChoice(settings, model.geometry()));
    }

    /** The solver where one threshold holds for all layers. */
    public TargetSolver solver(List<LayerScores> scores) {
        GlobalSelection selection = GlobalSelection.of(
                TargetScores.heads(model.geometry()), model.geometry().channels(), settings, scores);
        return solver(new GlobalChoice(
                settings.score(), model.geometry().headSize(), List.copyOf(scores), selection.layers()));
    }

    private TargetSolver solver(UnitChoice choice) {
        return new TargetSolver(backend, choice, new TargetPruner(backend, settings, rounding));
    }

    /** The heads of every layer before pruning. */
    public HeadGeometry heads() {
        return TargetScores.heads(model.geometry());
    }

    /** Of the hidden states, {@code d}. */
    public int hiddenWidth() {
        return model.geometry().hidden();
    }

    /** How many layers there are. */
    public int layers() {
        return model.layers();
    }

    /** A layer's report. */
    public LayerReport report(PrunedLayer layer) {
        return layer.report(model.geometry());
    }

    /** Columns of what a target reads. */
    public int width(Target target) {
        return switch (target) {
            case O_PROJ -> model.geometry().contextWidth();
            case DOWN_PROJ -> model.geometry().channels();
        };
    }

    @Override
    public void close() {
        scope.close();
    }
}
