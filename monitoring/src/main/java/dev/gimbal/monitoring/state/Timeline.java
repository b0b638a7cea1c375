package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.CheckpointCommitted;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TargetSolved;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What each actor did when. Where there is too much of it, short spans of the busiest actor go, the long ones stay. */
final class Timeline {
    /** Spans that are kept. */
    static final int MOST = 4000;

    private List<RunView.Span> spans = new ArrayList<>();
    private RunView.@Nullable Span open;
    private long processTime;
    private long last;

    void accept(RunEvent event) {
        long time = Bounds.time(event);
        switch (event.getEventCase()) {
            case RUN_STARTED -> {
                close(last); // what an earlier process was busy with when it was killed
                processTime = time;
            }
            case STAGE_STARTED -> stage(event.getStageStarted(), time);
            case TARGET_SOLVED -> solved(event.getTargetSolved(), time);
            case CHECKPOINT_COMMITTED -> committed(event.getCheckpointCommitted(), time);
            case RUN_STOPPED, RUN_FAILED, RUN_FINISHED -> close(time);
            default -> {}
        }
        last = time;
    }

    private void stage(StageStarted event, long time) {
        String what = Labels.of(event.getStage());
        OptionalInt index = event.getLayers() == 0 ? OptionalInt.empty() : Bounds.layer(event.getLayer());
        Integer layer = index.isPresent() ? (Integer) index.getAsInt() : null;
        RunView.Span before = open;
        if (before != null && before.what().equals(what) && Objects.equals(before.layer(), layer)) {
            return; // it goes on after it was saved
        }
        close(time);
        if (what != null) {
            open = new RunView.Span(actor(event.getStage()), what, layer, time, time);
        }
    }

    private static String actor(Stage stage) {
        return switch (stage) {
            case STAGE_MEASURE, STAGE_ATTENTION, STAGE_MLP, STAGE_CATCH_UP -> "LayerActor";
            case STAGE_LOAD, STAGE_WRITE, STAGE_EVALUATE, STAGE_UNSPECIFIED, UNRECOGNIZED -> "RunSupervisor";
        };
    }

    private void solved(TargetSolved event, long time) {
        String target = Labels.of(event.getOutcome().getTarget());
        OptionalInt layer = Bounds.layer(event.getLayer());
        if (target != null && layer.isPresent()) {
            add(new RunView.Span(
                    "CompensationActor", "solve " + target, layer.getAsInt(), begin(time, event.getSeconds()), time));
        }
    }

    private void committed(CheckpointCommitted event, long time) {
        add(new RunView.Span("CheckpointActor", "commit", null, begin(time, event.getSeconds()), time));
    }

    /** Nothing began before the process did. */
    private long begin(long time, double seconds) {
        double begin = time - 1000 * Bounds.seconds(seconds);
        return Math.min(time, Math.max(processTime, Math.round(begin)));
    }

    private void close(long time) {
        if (open != null) {
            add(until(open, time));
            open = null;
        }
    }

    private static RunView.Span until(RunView.Span span, long time) {
        return new RunView.Span(span.actor(), span.what(), span.layer(), span.from(), Math.max(span.from(), time));
    }

    private void add(RunView.Span span) {
        spans.add(span);
        if (spans.size() >= MOST) { // with the open one there are no more
            thin();
        }
    }

    /** Of the busiest actor's spans, of two that follow each other the longer one stays. */
    private void thin() {
        Map<String, Long> counts =
                spans.stream().collect(Collectors.groupingBy(RunView.Span::actor, Collectors.counting()));
        String busiest = Collections.max(
                counts.keySet(), Comparator.<String, Long>comparing(counts::get).thenComparing(Function.identity()));
        List<RunView.Span> fewer = new ArrayList<>(MOST);
        int waiting = -1;
        for (RunView.Span span : spans) {
            if (!span.actor().equals(busiest)) {
                fewer.add(span);
            } else if (waiting < 0) {
                waiting = fewer.size();
                fewer.add(span);
            } else {
                if (length(span) > length(fewer.get(waiting))) {
                    fewer.set(waiting, span);
                }
                waiting = -1;
            }
        }
        spans = fewer;
    }

    private static long length(RunView.Span span) {
        return span.to() - span.from();
    }

    /** @param until when what goes on now is seen */
    List<RunView.Span> view(long until) {
        List<RunView.Span> view = new ArrayList<>(spans);
        if (open != null) {
            view.add(until(open, until));
        }
        return Collections.unmodifiableList(view);
    }
}
