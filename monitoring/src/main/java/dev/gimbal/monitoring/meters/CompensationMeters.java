package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Bounds;
import dev.gimbal.monitoring.state.Labels;
import dev.gimbal.protocol.Errors;
import dev.gimbal.protocol.LayerOutcome;
import dev.gimbal.protocol.RotationDiagnostics;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.TargetSolved;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each layer lost and regained. */
final class CompensationMeters implements RunMeters.Subject {
    /** Layers that have meters; a monitoring system is not to hold a series for each layer of a model without bound. */
    static final int LAYERS = 512;

    private final MeterSet meters;
    private final Map<String, Timer> solves = new HashMap<>();
    private final Map<String, Counter> fallbacks = new HashMap<>();
    private long layers;

    CompensationMeters(MeterRegistry registry) {
        meters = new MeterSet(registry);
        for (String target : MeterTag.TARGET.choices()) {
            solves.put(target, meters.timer(GimbalMeter.SOLVE, target));
            fallbacks.put(target, meters.counter(GimbalMeter.FALLBACKS, target));
        }
    }

    @Override
    public void accept(RunEvent event) {
        switch (event.getEventCase()) {
            case RUN_STARTED -> layers = Bounds.count(event.getRunStarted().getLayers());
            case TARGET_SOLVED -> solved(event.getTargetSolved());
            case LAYER_FINISHED -> finished(event.getLayerFinished().getOutcome());
            default -> {}
        }
    }

    private void solved(TargetSolved event) {
        String target = Labels.of(event.getOutcome().getTarget());
        Timer solve = solves.get(target);
        Counter fallback = fallbacks.get(target);
        if (target == null || solve == null || fallback == null) {
            return; // one that a later version has
        }
        MeterSet.record(solve, event.getSeconds());
        if (event.getOutcome().getWarningsCount() > 0) {
            fallback.increment();
        }
        String layer = layer(event.getLayer());
        if (layer != null) {
            target(layer, target, event.getOutcome());
        }
    }

    private void finished(LayerOutcome outcome) {
        String layer = layer(outcome.getLayer());
        if (layer == null) {
            return;
        }
        if (outcome.hasAttention()) {
            target(layer, "o_proj", outcome.getAttention());
        }
        if (outcome.hasMlp()) {
            target(layer, "down_proj", outcome.getMlp());
        }
        if (outcome.hasHeads()) {
            units(
                    layer,
                    "heads",
                    outcome.getHeads().getTotal(),
                    outcome.getHeads().getQueryHeadsCount());
        }
        if (outcome.hasChannels()) {
            units(
                    layer,
                    "channels",
                    outcome.getChannels().getTotal(),
                    outcome.getChannels().getChannelsCount());
        }
    }

    private void units(String layer, String unit, int total, int kept) {
        meters.set(GimbalMeter.UNITS, (double) Bounds.count(total), unit);
        meters.set(GimbalMeter.KEPT_UNITS, kept, layer, unit);
    }

    /** Null where it has no meters. */
    private @Nullable String layer(int index) {
        boolean known = index >= 0 && index < LAYERS && (layers == 0 || index < layers);
        return known ? String.valueOf(index) : null;
    }

    private void target(String layer, String target, TargetOutcome outcome) {
        if (outcome.hasFitted()) {
            errors(layer, target, "fitted", outcome.getFitted());
        }
        if (outcome.hasHeldOut()) {
            errors(layer, target, "held_out", outcome.getHeldOut());
        }
        if (outcome.hasRotation()) {
            RotationDiagnostics rotation = outcome.getRotation();
            meters.set(GimbalMeter.ROTATION_SIZE, rotation.getSize(), layer, target);
            meters.set(GimbalMeter.CONDITION_NUMBER, rotation.getConditionNumber(), layer, target);
            meters.set(GimbalMeter.ORTHOGONALITY_ERROR, rotation.getOrthogonalityError(), layer, target);
        }
    }

    private void errors(String layer, String target, String statistics, Errors errors) {
        meters.set(GimbalMeter.TARGET_ERROR, errors.getBefore(), layer, target, statistics, "before");
        meters.set(GimbalMeter.TARGET_ERROR, errors.getAfter(), layer, target, statistics, "after");
    }

    @Override
    public void forget() {
        layers = 0;
        List.of(
                        GimbalMeter.TARGET_ERROR,
                        GimbalMeter.ROTATION_SIZE,
                        GimbalMeter.CONDITION_NUMBER,
                        GimbalMeter.ORTHOGONALITY_ERROR,
                        GimbalMeter.KEPT_UNITS,
                        GimbalMeter.UNITS)
                .forEach(meters::forget);
    }

    @Override
    public void close() {
        meters.close();
    }
}
