package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.MemoryUsed;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.WorkMeasured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run comes to, found anew from the list of all its events for every question: slow, and written apart. */
final class NaiveRun {
    final List<RunEvent> events = new ArrayList<>();

    NaiveRun(List<RunEvent> all) {
        for (RunEvent event : all) {
            boolean other = events.isEmpty() || !events.get(0).getRunId().equals(event.getRunId());
            if (event.getId() > 0 && (other || event.getId() > last().getId())) {
                if (other) {
                    events.clear();
                }
                events.add(event);
            }
        }
    }

    RunEvent last() {
        return events.get(events.size() - 1);
    }

    private static boolean ends(RunEvent event) {
        return event.hasRunStopped() || event.hasRunFailed() || event.hasRunFinished();
    }

    private int lastIndex(Predicate<RunEvent> which) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (which.test(events.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private List<RunEvent> ofProcess() {
        return events.subList(Math.max(0, lastIndex(RunEvent::hasRunStarted)), events.size());
    }

    private Stream<RunEvent> last(List<RunEvent> of, Predicate<RunEvent> which) {
        List<RunEvent> found = of.stream().filter(which).toList();
        return found.isEmpty() ? Stream.empty() : Stream.of(found.get(found.size() - 1));
    }

    String state() {
        return last(events, event -> ends(event) || event.hasRunStarted())
                .map(event -> switch (event.getEventCase()) {
                    case RUN_STOPPED -> "stopped";
                    case RUN_FAILED -> "failed";
                    case RUN_FINISHED -> "finished";
                    default -> "running";
                })
                .findFirst()
                .orElse("running");
    }

    /** When the last process said that it had begun; else when the first event happened. */
    long processStarted() {
        for (int i = events.size() - 1; i > 0; i--) {
            if (events.get(i).hasRunStarted()) {
                return events.get(i).getTimeUnixMs();
            }
        }
        return events.get(0).getTimeUnixMs();
    }

    double secondsWorked() {
        long sum = 0;
        boolean idle = false;
        for (int i = 0; i < events.size(); i++) {
            RunEvent event = events.get(i);
            boolean begins = event.hasRunStarted();
            if (i > 0 && !begins && !idle) {
                sum += Math.max(0, event.getTimeUnixMs() - events.get(i - 1).getTimeUnixMs());
            }
            idle = ends(event) || (idle && !begins);
        }
        return sum / 1000.0;
    }

    Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        work().stream().flatMap(work -> work.getPartsList().stream()).forEach(part -> {
            boolean takes = Double.isFinite(part.getSeconds()) && part.getSeconds() > 0;
            parts.put(part.getPart(), takes ? part.getSeconds() : 0);
        });
        return parts;
    }

    List<String> queues() {
        return work().stream()
                .flatMap(work -> work.getQueuesList().stream())
                .map(queue ->
                        queue.getQueue() + queue.getDepth() + (queue.getCapacity() == 0 ? null : queue.getCapacity()))
                .toList();
    }

    private List<WorkMeasured> work() {
        return last(ofProcess(), RunEvent::hasWorkMeasured)
                .map(RunEvent::getWorkMeasured)
                .toList();
    }

    /** Resident memory; 0 where it is not known. */
    long resident() {
        return last(ofProcess(), RunEvent::hasMemoryUsed)
                .map(event -> event.getMemoryUsed().getResidentBytes())
                .findFirst()
                .orElse(0L);
    }

    /** Told last, the last one last. */
    List<String> warnings() {
        List<RunEvent> backwards = new ArrayList<>(events);
        Collections.reverse(backwards);
        Set<String> latest = new LinkedHashSet<>();
        backwards.stream()
                .filter(RunEvent::hasWarningRaised)
                .forEach(event -> latest.add(event.getWarningRaised().getMessage()));
        List<String> warnings = new ArrayList<>(latest);
        Collections.reverse(warnings);
        return warnings;
    }

    List<Long> generations() {
        List<Long> all = events.stream()
                .filter(RunEvent::hasCheckpointCommitted)
                .map(event -> event.getCheckpointCommitted().getGeneration())
                .toList();
        return all.subList(Math.max(0, all.size() - 100), all.size());
    }

    /** The model's layers when an event had been told; without bound where nothing says how many. */
    private long layers(int event) {
        long layers = 0;
        for (RunEvent each : events.subList(0, event + 1)) {
            if (each.hasRunStarted()) {
                layers = Integer.toUnsignedLong(each.getRunStarted().getLayers());
            } else if (each.hasStageStarted() && layers == 0) {
                layers = Integer.toUnsignedLong(each.getStageStarted().getLayers());
            }
        }
        return layers == 0 ? 4096 : Math.min(4096, layers);
    }

    /** Those that are finished: by their own events since the last process began, or by what that process said. */
    Set<Integer> layersDone() {
        Set<Integer> done = new TreeSet<>();
        for (int i = 0; i < events.size(); i++) {
            RunEvent event = events.get(i);
            if (event.hasRunStarted()) {
                done.clear();
                for (int layer = 0;
                        layer < Math.min(layers(i), event.getRunStarted().getLayersDone());
                        layer++) {
                    done.add(layer);
                }
            } else if (event.hasLayerFinished()) {
                int layer = event.getLayerFinished().getOutcome().getLayer();
                if (layer >= 0 && layer < layers(i)) {
                    done.add(layer);
                }
            }
        }
        return done;
    }

    /** Of each layer and target what was told last: the error before, as text. */
    Map<String, String> targetErrors() {
        Map<String, String> errors = new TreeMap<>();
        for (int i = 0; i < events.size(); i++) {
            RunEvent event = events.get(i);
            boolean solved = event.hasTargetSolved();
            if (!solved && !event.hasLayerFinished()) {
                continue;
            }
            int layer = solved
                    ? event.getTargetSolved().getLayer()
                    : event.getLayerFinished().getOutcome().getLayer();
            TargetOutcome outcome = solved
                    ? event.getTargetSolved().getOutcome()
                    : event.getLayerFinished().getOutcome().getAttention();
            String target = solved ? Labels.of(outcome.getTarget()) : "o_proj";
            if (target != null && layer >= 0 && layer < layers(i)) {
                errors.put(
                        layer + " " + target, String.valueOf(outcome.getFitted().getBefore()));
            }
        }
        return errors;
    }

    /** What a point of a series takes in: bytes or tokens at the time that counts. */
    record Sample(long time, RunEvent event, long tokens, long milliseconds) {}

    /** Where the clock was set back, earlier samples count as of then: the least time from there to the end. */
    List<Sample> samples(int until) {
        List<Sample> samples = new ArrayList<>();
        boolean counting = false;
        long since = 0;
        long tokens = 0;
        for (RunEvent event : events.subList(0, until)) {
            long time = event.getTimeUnixMs();
            if (event.hasRunStarted() || ends(event)) {
                counting = false;
            } else if (event.hasStageStarted()) {
                counting = true;
                since = time;
                tokens = 0;
            } else if (event.hasTokensDone() && counting && time != since) {
                long now = event.getTokensDone().getTokens();
                if (now > tokens && time > since) {
                    samples.add(new Sample(time, event, now - tokens, time - since));
                }
                since = time;
                tokens = now;
            } else if (event.hasMemoryUsed()) {
                samples.add(new Sample(time, event, 0, 0));
            }
        }
        long least = Long.MAX_VALUE;
        for (int i = samples.size() - 1; i >= 0; i--) {
            Sample sample = samples.get(i);
            least = Math.min(least, sample.time());
            samples.set(i, new Sample(least, sample.event(), sample.tokens(), sample.milliseconds()));
        }
        return samples;
    }

    /** The points of a series, by their time: the first width that at no moment needed more points than there may be. */
    Map<Long, List<Sample>> points() {
        long width = 1000;
        for (int until = 1; until <= events.size(); until++) {
            while (grouped(samples(until), width).size() > SeriesLog.MOST) {
                width *= 2;
            }
        }
        return grouped(samples(events.size()), width);
    }

    private static Map<Long, List<Sample>> grouped(List<Sample> samples, long width) {
        Map<Long, List<Sample>> points = new TreeMap<>();
        samples.forEach(sample -> points.computeIfAbsent(sample.time() / width * width, time -> new ArrayList<>())
                .add(sample));
        return points;
    }

    static String tokensPerSecond(List<Sample> point) {
        long milliseconds = point.stream().mapToLong(Sample::milliseconds).sum();
        return milliseconds == 0
                ? "null"
                : String.valueOf(
                        1000.0 * point.stream().mapToLong(Sample::tokens).sum() / milliseconds);
    }

    static String most(List<Sample> point, ToLongFunction<MemoryUsed> area, boolean zeroIsNone) {
        return point.stream()
                .filter(sample -> sample.event().hasMemoryUsed())
                .map(sample -> area.applyAsLong(sample.event().getMemoryUsed()))
                .filter(bytes -> bytes > 0 || !zeroIsNone)
                .max(Long::compare)
                .map(String::valueOf)
                .orElse("null");
    }

    /** Stages with their layers, in order; those told of again while they go on are one. */
    List<String> stages() {
        List<String> stages = new ArrayList<>();
        String open = null;
        for (RunEvent event : events) {
            if (event.hasRunStarted() || ends(event)) {
                open = null;
            } else if (event.hasStageStarted()) {
                String next = name(event.getStageStarted());
                if (next != null && !Objects.equals(next, open)) {
                    stages.add(next);
                }
                open = next;
            }
        }
        return stages;
    }

    private static @Nullable String name(StageStarted event) {
        if (event.getStage() == Stage.STAGE_UNSPECIFIED || event.getStage() == Stage.UNRECOGNIZED) {
            return null;
        }
        boolean layer = event.getLayers() != 0 && event.getLayer() >= 0 && event.getLayer() < 4096;
        return Labels.of(event.getStage()) + (layer ? " " + event.getLayer() : "");
    }
}
