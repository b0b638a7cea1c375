package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunFinished;
import dev.gimbal.protocol.RunStarted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** All that the events of one run have told. */
final class Fold {
    private final Lifetime lifetime = new Lifetime();
    private final Pace pace = new Pace();
    private final Layers layers = new Layers();
    private final CheckpointLog checkpoints = new CheckpointLog();
    private final Usage usage = new Usage();
    private final SeriesLog series = new SeriesLog();
    private final Timeline timeline = new Timeline();
    private final Warnings warnings = new Warnings();
    private RunView.@Nullable Task task;
    private RunView.@Nullable Result result;

    void accept(RunEvent event) {
        lifetime.accept(event);
        pace.accept(event);
        layers.accept(event);
        checkpoints.accept(event);
        usage.accept(event);
        series.accept(event);
        timeline.accept(event);
        warnings.accept(event);
        if (event.hasRunStarted()) {
            task = task(event.getRunStarted());
            result = null;
        } else if (event.hasRunFinished()) {
            result = result(event.getRunFinished());
        }
    }

    private static RunView.Task task(RunStarted event) {
        return new RunView.Task(
                Bounds.text(event.getModel()),
                Bounds.text(event.getOutput()),
                known(event.getRunDirectory()),
                Bounds.count(event.getLayers()),
                Bounds.count(event.getWindows()),
                Bounds.count(event.getSeq()),
                Bounds.count(event.getTokens()),
                event.getRatio(),
                known(event.getCompensation()),
                known(event.getSchedule()),
                known(event.getBackend()),
                known(event.getProgramVersion()),
                known(event.getHost()),
                event.getProcess() == 0 ? null : (Long) Bounds.count(event.getProcess()),
                event.getResumed(),
                event.getMemoryBudgetBytes() == 0 ? null : (Long) Bounds.count(event.getMemoryBudgetBytes()),
                event.getDeviceBudgetBytes() == 0 ? null : (Long) Bounds.count(event.getDeviceBudgetBytes()));
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : Bounds.text(text);
    }

    private static RunView.Result result(RunFinished event) {
        return new RunView.Result(
                event.getRatioReached(),
                Bounds.count(event.getParametersBefore()),
                Bounds.count(event.getParametersAfter()),
                event.hasPerplexityBefore() ? (Double) event.getPerplexityBefore() : null,
                event.hasPerplexityAfter() ? (Double) event.getPerplexityAfter() : null,
                Bounds.seconds(event.getSeconds()));
    }

    void abandoned(Instant at) {
        lifetime.abandoned(at);
    }

    RunView view(long now, EventOrder order) {
        boolean live = lifetime.isLive();
        Long last = lifetime.lastTime();
        long until = live || last == null ? now : last;
        return new RunView(
                now,
                order.last(),
                last,
                live,
                order.run(),
                lifetime.state(),
                lifetime.reason(),
                lifetime.exitCode(),
                task,
                lifetime.firstTime(),
                lifetime.processTime(),
                lifetime.seconds() + lifetime.sinceLast(now),
                progress(live),
                layers.view(live),
                checkpoints.view(),
                usage.memory(),
                series.view(),
                timeline.view(until),
                usage.parts(),
                usage.queues(),
                warnings.view(),
                warnings.leftOut(),
                result);
    }

    /** Nothing goes at any pace, or will be done, that nobody works on. */
    private RunView.@Nullable Progress progress(boolean live) {
        RunView.Progress progress = pace.progress();
        return progress == null || live
                ? progress
                : new RunView.Progress(
                        progress.stage(),
                        progress.layer(),
                        progress.layersDone(),
                        progress.tokens(),
                        progress.ofTokens(),
                        progress.share(),
                        null,
                        null);
    }
}
