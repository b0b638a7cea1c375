package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TokensDone;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How far a run is, how fast it goes, and how long its layers will take still. */
public final class Pace {
    private final Intervals intervals = new Intervals();
    private final Recent rates = new Recent(9);
    private final StageTimes times = new StageTimes();
    private final Position position = new Position();
    private @Nullable StageStarted stage;
    private long tokens;
    private long of;
    private boolean counted;
    private boolean begun;
    private boolean ended;

    /** The next event. */
    public void accept(RunEvent event) {
        long time = Bounds.time(event);
        switch (event.getEventCase()) {
            case RUN_STARTED -> begin(event.getRunStarted());
            case STAGE_STARTED -> stage(event.getStageStarted(), time);
            case TOKENS_DONE -> tokens(event.getTokensDone(), time);
            case LAYER_FINISHED ->
                position.finished(event.getLayerFinished().getOutcome().getLayer());
            case RUN_FINISHED -> {
                position.finished();
                end();
            }
            case RUN_STOPPED, RUN_FAILED -> end();
            default -> {}
        }
    }

    /** What an earlier process was busy with, and how fast it was, says nothing of this one. */
    private void begin(RunStarted event) {
        begun = true;
        ended = false;
        stage = null;
        counted = false;
        rates.clear();
        intervals.end();
        times.clear();
        position.begin(event);
    }

    private void stage(StageStarted event, long time) {
        begun = true;
        if (stage == null || !sameWork(stage.getStage(), event.getStage())) {
            rates.clear();
        }
        stage = event;
        tokens = 0;
        of = Bounds.count(event.getTokens());
        counted = of > 0;
        intervals.begin(time);
        position.stage(event);
        times.stage(event, position.passed(), time);
    }

    /** Tokens of the two sub-layers take about as long as each other; those of other work do not. */
    private static boolean sameWork(Stage one, Stage other) {
        return one == other || (prunes(one) && prunes(other));
    }

    private static boolean prunes(Stage stage) {
        return stage == Stage.STAGE_ATTENTION || stage == Stage.STAGE_MLP;
    }

    private void tokens(TokensDone event, long time) {
        begun = true;
        tokens = Bounds.count(event.getTokens());
        of = event.getOf() == 0 ? of : Bounds.count(event.getOf());
        counted = true;
        Intervals.Interval interval = intervals.advance(tokens, time);
        if (interval != null) {
            rates.add(interval.tokensPerSecond());
        }
        position.tokens(tokens);
        times.advance(position.passed(), time);
    }

    private void end() {
        ended = true;
        intervals.end();
    }

    /** As of the last event; null before there is anything to tell. */
    public RunView.@Nullable Progress progress() {
        if (!begun) {
            return null;
        }
        return new RunView.Progress(
                stage == null ? null : Labels.of(stage.getStage()),
                layer(),
                position.layersDone(),
                counted ? (Long) tokens : null,
                counted && of > 0 ? (Long) of : null,
                position.share(),
                tokensPerSecond(),
                secondsLeft());
    }

    private @Nullable Integer layer() {
        if (stage == null || stage.getLayers() == 0) {
            return null;
        }
        OptionalInt layer = Bounds.layer(stage.getLayer());
        return layer.isPresent() ? (Integer) layer.getAsInt() : null;
    }

    private @Nullable Double tokensPerSecond() {
        return ended || !counted || rates.median().isEmpty()
                ? null
                : (Double) rates.median().getAsDouble();
    }

    private @Nullable Double secondsLeft() {
        if (ended || stage == null || position.layers() == 0) {
            return null;
        }
        return times.secondsLeft(stage.getStage(), position);
    }
}
