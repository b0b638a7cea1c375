package dev.gimbal.engine;

import java.util.ArrayList;
import java.util.List;

/** Passes on what an observer is told, and keeps what belongs into the report. */
public final class RunRecorder implements PruneObserver {
    private final PruneObserver observer;
    private final List<LayerReport> layers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    public RunRecorder(PruneObserver observer) {
        this.observer = observer;
    }

    @Override
    public void stageStarted(Stage stage, int layer, int total, long tokens) {
        observer.stageStarted(stage, layer, total, tokens);
    }

    @Override
    public void tokensDone(long tokens) {
        observer.tokensDone(tokens);
    }

    @Override
    public void goesOn(int layersDone, int total) {
        observer.goesOn(layersDone, total);
    }

    @Override
    public void layerPruned(LayerReport report, int total) {
        layers.add(report);
        observer.layerPruned(report, total);
    }

    @Override
    public void warned(String message) {
        warnings.add(message);
        observer.warned(message);
    }

    /** Finished layers, in order. */
    public List<LayerReport> layers() {
        return layers;
    }

    /** Those that concern no single target. */
    public List<String> warnings() {
        return warnings;
    }
}
