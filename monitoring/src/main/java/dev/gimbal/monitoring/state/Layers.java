package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.KeptChannels;
import dev.gimbal.protocol.KeptHeads;
import dev.gimbal.protocol.LayerOutcome;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TargetSolved;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of each layer. */
final class Layers {
    /** Layers that are kept track of; more no model has. */
    static final int MOST = 4096;

    private static final int NONE = -1;

    private final List<RunView.LayerView> layers = new ArrayList<>();
    private long total;
    private int working = NONE;

    void accept(RunEvent event) {
        switch (event.getEventCase()) {
            case RUN_STARTED -> begin(event.getRunStarted());
            case STAGE_STARTED -> stage(event.getStageStarted());
            case TARGET_SOLVED -> solved(event.getTargetSolved());
            case LAYER_FINISHED -> finished(event.getLayerFinished().getOutcome());
            default -> {}
        }
    }

    /**
     * Layers that were finished after the checkpoint that a run goes on from are to be done again. Their targets stay to be
     * seen: a target may have been saved without its layer, and one that is solved again comes out the same.
     */
    private void begin(RunStarted event) {
        total = Bounds.count(event.getLayers());
        working = NONE;
        reach((int) Math.min(total, MOST) - 1);
        long done = Bounds.count(event.getLayersDone());
        for (int i = 0; i < layers.size(); i++) {
            RunView.LayerView layer = layers.get(i);
            if (i >= done) {
                layers.set(i, new RunView.LayerView(i, "waiting", null, null, null, layer.targets()));
            } else if (!layer.state().equals("done")) {
                layers.set(i, state(layer, "done"));
            }
        }
    }

    private void stage(StageStarted event) {
        if (total == 0 && event.getLayers() != 0) {
            total = Bounds.count(event.getLayers()); // the event that said so is missing
            reach((int) Math.min(total, MOST) - 1);
        }
        boolean ofLayer = event.getStage() == Stage.STAGE_MEASURE
                || event.getStage() == Stage.STAGE_ATTENTION
                || event.getStage() == Stage.STAGE_MLP;
        working = ofLayer && isKnown(event.getLayer()) ? event.getLayer() : NONE;
    }

    private void solved(TargetSolved event) {
        String target = Labels.of(event.getOutcome().getTarget());
        if (target != null && isKnown(event.getLayer())) {
            RunView.LayerView layer = reach(event.getLayer());
            SortedMap<String, RunView.TargetView> targets = targets(layer);
            targets.put(target, TargetViews.of(event));
            put(new RunView.LayerView(
                    layer.layer(),
                    layer.state(),
                    layer.seconds(),
                    layer.heads(),
                    layer.channels(),
                    Collections.unmodifiableSortedMap(targets)));
        }
    }

    private void finished(LayerOutcome outcome) {
        if (!isKnown(outcome.getLayer())) {
            return;
        }
        RunView.LayerView layer = reach(outcome.getLayer());
        SortedMap<String, RunView.TargetView> targets = targets(layer);
        if (outcome.hasAttention()) {
            targets.put("o_proj", TargetViews.of(outcome.getAttention(), targets.get("o_proj")));
        }
        if (outcome.hasMlp()) {
            targets.put("down_proj", TargetViews.of(outcome.getMlp(), targets.get("down_proj")));
        }
        put(new RunView.LayerView(
                layer.layer(),
                "done",
                Bounds.seconds(outcome.getSeconds()),
                outcome.hasHeads() ? heads(outcome.getHeads()) : null,
                outcome.hasChannels() ? channels(outcome.getChannels()) : null,
                Collections.unmodifiableSortedMap(targets)));
    }

    /** To be changed; attention comes first, as in a layer. */
    private static SortedMap<String, RunView.TargetView> targets(RunView.LayerView layer) {
        SortedMap<String, RunView.TargetView> targets = new TreeMap<>(Comparator.reverseOrder());
        targets.putAll(layer.targets());
        return targets;
    }

    private static RunView.Units heads(KeptHeads heads) {
        return new RunView.Units(Bounds.count(heads.getTotal()), heads.getQueryHeadsCount());
    }

    private static RunView.Units channels(KeptChannels channels) {
        return new RunView.Units(Bounds.count(channels.getTotal()), channels.getChannelsCount());
    }

    private void put(RunView.LayerView layer) {
        layers.set(layer.layer(), layer);
    }

    private boolean isKnown(int layer) {
        return Bounds.layer(layer).isPresent() && (total == 0 || layer < total);
    }

    private RunView.LayerView reach(int layer) {
        while (layers.size() <= layer) {
            layers.add(new RunView.LayerView(layers.size(), "waiting", null, null, null, Map.of()));
        }
        return layers.get(Math.max(0, layer));
    }

    /** @param now whether a layer is worked on, so that the one that was begun last is */
    List<RunView.LayerView> view(boolean now) {
        List<RunView.LayerView> view = new ArrayList<>(layers);
        if (now && working >= 0 && working < view.size()) {
            RunView.LayerView layer = view.get(working);
            if (!layer.state().equals("done")) {
                view.set(working, state(layer, "working"));
            }
        }
        return Collections.unmodifiableList(view);
    }

    private static RunView.LayerView state(RunView.LayerView layer, String state) {
        return new RunView.LayerView(
                layer.layer(), state, layer.seconds(), layer.heads(), layer.channels(), layer.targets());
    }
}
