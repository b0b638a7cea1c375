package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Bounds;
import dev.gimbal.monitoring.state.Labels;
import dev.gimbal.monitoring.state.Pace;
import dev.gimbal.monitoring.state.RunView;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.TokensDone;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How far the run is and how fast it goes. */
final class ProgressMeters implements RunMeters.Subject {
    private final MeterSet meters;
    private final Map<String, Counter> tokens = new HashMap<>();
    private final Map<String, Counter> batches = new HashMap<>();
    private final Timer layer;
    private final Tally stageTokens = new Tally();
    private final Tally stageBatches = new Tally();
    private @Nullable String stage;
    private Pace pace = new Pace();
    private volatile RunView.@Nullable Progress progress;
    private volatile long layers;

    /** @param live whether anybody works on the run; without, it has no pace */
    ProgressMeters(MeterRegistry registry, BooleanSupplier live) {
        meters = new MeterSet(registry);
        for (String each : MeterTag.STAGE.choices()) {
            tokens.put(each, meters.counter(GimbalMeter.TOKENS, each));
            batches.put(each, meters.counter(GimbalMeter.BATCHES, each));
        }
        layer = meters.timer(GimbalMeter.LAYER);
        meters.gauge(GimbalMeter.PROGRESS, () -> figure(RunView.Progress::share));
        meters.gauge(GimbalMeter.LEFT, () -> live.getAsBoolean() ? figure(RunView.Progress::secondsLeft) : Double.NaN);
        meters.gauge(
                GimbalMeter.TOKENS_PER_SECOND,
                () -> live.getAsBoolean() ? figure(RunView.Progress::tokensPerSecond) : Double.NaN);
        meters.gauge(GimbalMeter.LAYERS, () -> layers == 0 ? Double.NaN : (double) layers);
        meters.gauge(GimbalMeter.LAYERS_DONE, () -> figure(each -> (double) each.layersDone()));
    }

    private Number figure(Function<RunView.Progress, @Nullable Double> figure) {
        RunView.Progress now = progress;
        Double value = now == null ? null : figure.apply(now);
        return value == null ? Double.NaN : value;
    }

    @Override
    public void accept(RunEvent event) {
        pace.accept(event);
        switch (event.getEventCase()) {
            case RUN_STARTED -> {
                layers = Bounds.count(event.getRunStarted().getLayers());
                stage(null);
            }
            case STAGE_STARTED -> stage(Labels.of(event.getStageStarted().getStage()));
            case TOKENS_DONE -> count(event.getTokensDone());
            case LAYER_FINISHED ->
                MeterSet.record(layer, event.getLayerFinished().getOutcome().getSeconds());
            default -> {}
        }
        progress = pace.progress();
    }

    private void stage(@Nullable String next) {
        stage = next;
        stageTokens.begin();
        stageBatches.begin();
    }

    private void count(TokensDone event) {
        Counter ofTokens = tokens.get(stage);
        Counter ofBatches = batches.get(stage);
        if (ofTokens != null && ofBatches != null) {
            ofTokens.increment(stageTokens.more((double) Bounds.count(event.getTokens())));
            ofBatches.increment(stageBatches.more((double) Bounds.count(event.getBatches())));
        }
    }

    @Override
    public void forget() {
        pace = new Pace();
        progress = null;
        layers = 0;
        stage(null);
    }

    @Override
    public void close() {
        meters.close();
    }
}
