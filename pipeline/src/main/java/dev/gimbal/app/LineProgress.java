package dev.gimbal.app;

import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.Stage;
import dev.gimbal.engine.TargetReport;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Progress as lines, for logs and pipes. */
final class LineProgress implements RunProgress {
    private final Console console;
    private final boolean layersToo;
    private final LongSupplier clock;
    private @Nullable Long pruningSince;
    private int pruned;

    /**
     * @param layersToo whether more than warnings is said
     * @param clock nanoseconds since whenever
     */
    LineProgress(Console console, boolean layersToo, LongSupplier clock) {
        this.console = console;
        this.layersToo = layersToo;
        this.clock = clock;
    }

    @Override
    public synchronized void stageStarted(Stage stage, int layer, int layers, long tokens) {
        if (stage == Stage.ATTENTION || stage == Stage.MLP) {
            if (pruningSince == null) {
                pruningSince = clock.getAsLong();
            }
        } else if (layersToo && layer == 0) {
            console.say(new LogLine(LogLine.Level.INFO, ReportText.activity(stage), Map.of("stage", stage)));
        }
    }

    @Override
    public void tokensDone(long tokens) {
        // A line for every batch would be noise.
    }

    @Override
    public void goesOn(int layersDone, int layers) {
        if (layersToo) {
            console.say(new LogLine(
                    LogLine.Level.INFO,
                    ReportText.goesOn(layersDone, layers),
                    Map.of("layers_done", layersDone, "layers", layers)));
        }
    }

    @Override
    public synchronized void layerPruned(LayerReport report, int layers) {
        Double left = secondsLeft(layers - report.layer() - 1);
        if (layersToo) {
            String span = left == null || left < 1 ? "" : ", about " + Span.text(left) + " left";
            console.say(new LogLine(
                    LogLine.Level.INFO, ReportText.layer(report, layers) + span, facts(report, layers, left)));
        }
    }

    /** At the pace of the layers that this process has pruned; null where there was none. */
    private @Nullable Double secondsLeft(int layersLeft) {
        Long since = pruningSince;
        if (since == null) {
            return null; // what an interruption had left was only put together
        }
        pruned++;
        return (clock.getAsLong() - since) * 1e-9 / pruned * layersLeft;
    }

    private static Map<String, Object> facts(LayerReport report, int layers, @Nullable Double left) {
        Map<String, Object> facts = new HashMap<>(Map.of(
                "layer", report.layer() + 1,
                "layers", layers,
                "seconds", report.seconds(),
                "heads_kept", report.heads().kept().size(),
                "channels_kept", report.channels().kept().size()));
        for (TargetReport target : new TargetReport[] {report.attention(), report.mlp()}) {
            String name = target.target().label() + "_";
            facts.put(name + "compensation", target.compensation());
            facts.put(name + "error_before", target.fitted().before());
            facts.put(name + "error_after", target.fitted().after());
            if (target.heldOut() != null) {
                facts.put(name + "held_out_error_after", target.heldOut().after());
            }
        }
        if (left != null) {
            facts.put("seconds_left", left);
        }
        return facts;
    }

    @Override
    public void warned(String message) {
        console.say(LogLine.warning(message));
    }

    @Override
    public void close() {
        // Every line is complete.
    }
}
