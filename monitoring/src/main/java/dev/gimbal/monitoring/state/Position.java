package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is among its layers. A layer is pruned in two stages that count half of it each; where all layers are
 * measured first, that counts as much as the pruning.
 */
final class Position {
    private int layers;
    private long calibration;
    private int done;
    private boolean measures;
    private double measured;
    private @Nullable Stage stage;
    private int layer;
    /** Tokens of the whole stage, and those that had gone through before it was told of: a stage that was interrupted. */
    private long whole;

    private long before;
    private long tokens;

    void begin(RunStarted event) {
        layers = (int) Math.min(Bounds.count(event.getLayers()), Layers.MOST);
        calibration = Bounds.count(event.getTokens());
        done = (int) Math.min(Bounds.count(event.getLayersDone()), layers);
        stage = null;
    }

    void stage(StageStarted event) {
        OptionalInt index = Bounds.layer(event.getLayer());
        if (layers == 0) {
            layers = (int) Math.min(Bounds.count(event.getLayers()), Layers.MOST);
            done = Math.min(done, layers);
        }
        long count = Bounds.count(event.getTokens());
        whole = event.getStage() == Stage.STAGE_EVALUATE ? count : Math.max(calibration, count);
        before = count == 0 ? 0 : whole - count;
        tokens = 0;
        boolean known = index.isPresent() && (layers == 0 || index.getAsInt() < layers);
        stage = known ? event.getStage() : null;
        layer = index.orElse(0);
        if (stage == Stage.STAGE_MEASURE) {
            measures = true;
            measured = layer;
        } else if (stage == Stage.STAGE_ATTENTION || stage == Stage.STAGE_MLP) {
            measured = layers;
        }
    }

    void tokens(long count) {
        tokens = count;
        if (stage == Stage.STAGE_MEASURE) {
            measured = layer + fraction();
        }
    }

    void finished(int index) {
        OptionalInt finished = Bounds.layer(index);
        if (finished.isPresent() && (layers == 0 || finished.getAsInt() < layers)) {
            done = Math.max(done, finished.getAsInt() + 1);
        }
    }

    void finished() {
        done = layers;
        measured = layers;
    }

    /** That the model has; 0 where it is not known. */
    int layers() {
        return layers;
    }

    int layersDone() {
        return done;
    }

    /** Measured layers, and of the one that is worked on what is done. */
    double measured() {
        return Math.min(measured, layers);
    }

    /** Of the stage, 0 to 1; 0 where it counts nothing. */
    double fraction() {
        return whole == 0 ? 0 : Math.min(1, ((double) before + tokens) / whole);
    }

    /** Of the stage, with where in the run it is: a place that two reports can be compared by. */
    StageTimes.Place passed() {
        return new StageTimes.Place(layer, fraction());
    }

    /** Pruned layers, and of the one that is worked on what is done. */
    double pruned() {
        double within = stage == Stage.STAGE_ATTENTION
                ? layer + 0.5 * fraction()
                : stage == Stage.STAGE_MLP ? layer + 0.5 + 0.5 * fraction() : 0;
        return Math.min(layers, Math.max(done, within));
    }

    /** Of the work on all layers, 0 to 1; null where their number is not known. */
    @Nullable
    Double share() {
        if (layers == 0) {
            return null;
        }
        double share = measures ? (measured() + pruned()) / (2.0 * layers) : pruned() / layers;
        return Math.min(1, share);
    }
}
