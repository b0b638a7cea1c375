package dev.gimbal.app;

import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.Stage;

/** Progress as lines, for logs and pipes. */
final class LineProgress implements RunProgress {
    private final Console console;
    private final boolean layersToo;
    /** @param layersToo whether more than warnings is said */
    LineProgress(Console console, boolean layersToo) {
        this.console = console;
        this.layersToo = layersToo;
    }

    @Override
    public void stageStarted(Stage stage, int layer, int layers, long tokens) {
        if (layersToo && stage != Stage.ATTENTION && stage != Stage.MLP && layer == 0) {
            console.say(ReportText.activity(stage));
        }
    }

    @Override
    public void tokensDone(long tokens) {
        // A line for every batch would be noise.
    }

    @Override
    public void goesOn(int layersDone, int layers) {
        if (layersToo) {
            console.say(ReportText.goesOn(layersDone, layers));
        }
    }

    @Override
    public void layerPruned(LayerReport report, int layers) {
        if (layersToo) {
            console.say(ReportText.layer(report, layers));
        }
    }

    @Override
    public void warned(String message) {
        console.say("warning: " + message);
    }

    @Override
    public void close() {
        // Every line is complete.
    }
}
