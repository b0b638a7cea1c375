package dev.gimbal.monitoring.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.monitoring.RandomRun;
import dev.gimbal.protocol.RunEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Events in any order, with anything in them, come to what a slow recomputation over all of them says. */
class RunStateOracleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private static RunView view(List<RunEvent> events) {
        RunState state = new RunState();
        events.forEach(state::accept);
        return state.view(NOW);
    }

    private static void forSeeds(int seeds, int events, Consumer<List<RunEvent>> test) {
        LongStream.range(0, seeds).forEach(seed -> {
            List<RunEvent> list = RandomRun.events(seed, 1 + new Random(seed).nextInt(events));
            try {
                test.accept(list);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        });
    }

    @Test
    void whatGoesOn() {
        forSeeds(80, 400, events -> {
            NaiveRun naive = new NaiveRun(events);
            if (naive.events.isEmpty()) {
                return;
            }
            RunView view = view(events);
            long last = naive.last().getTimeUnixMs();
            boolean running = naive.state().equals("running");
            assertEquals(naive.last().getId(), view.lastEventId());
            assertEquals(naive.last().getRunId(), view.run());
            assertEquals(last, view.lastEventTime());
            assertEquals(naive.events.get(0).getTimeUnixMs(), view.startedTime());
            assertEquals(naive.processStarted(), view.processStartedTime());
            assertEquals(naive.state(), view.state());
            assertEquals(running, view.live());
            double since = running ? (NOW.toEpochMilli() - last) / 1000.0 : 0;
            assertEquals(naive.secondsWorked() + since, view.secondsWorked(), 1e-6);
        });
    }

    @Test
    void whatTheProcessUsesAndSays() {
        forSeeds(80, 400, events -> {
            NaiveRun naive = new NaiveRun(events);
            RunView view = view(events);
            assertEquals(naive.parts(), view.parts());
            assertEquals(
                    naive.queues(),
                    view.queues().stream()
                            .map(queue -> queue.queue() + queue.depth() + queue.capacity())
                            .toList());
            Long resident = view.memory() == null ? null : view.memory().resident();
            assertEquals(naive.resident() == 0 ? null : (Long) naive.resident(), resident);
            assertEquals(
                    naive.warnings(),
                    view.warnings().stream().map(RunView.Warning::message).toList());
            List<Long> generations = view.checkpoints() == null
                    ? List.of()
                    : view.checkpoints().recent().stream()
                            .map(RunView.Checkpoint::generation)
                            .toList();
            assertEquals(naive.generations(), generations);
        });
    }

    @Test
    void whatBecameOfTheLayers() {
        forSeeds(80, 300, events -> {
            NaiveRun naive = new NaiveRun(events);
            RunView view = view(events);
            assertEquals(
                    naive.layersDone(),
                    view.layers().stream()
                            .filter(layer -> layer.state().equals("done"))
                            .map(RunView.LayerView::layer)
                            .collect(Collectors.toSet()));
            Map<String, String> errors = new TreeMap<>();
            view.layers().forEach(layer -> layer.targets().forEach((target, outcome) -> {
                String before = outcome.fitted() == null
                        ? "0.0"
                        : String.valueOf(outcome.fitted().before());
                errors.put(layer.layer() + " " + target, before);
            }));
            assertEquals(naive.targetErrors(), errors);
        });
    }

    @Test
    void howPaceAndMemoryWent() {
        forSeeds(60, 150, events -> {
            NaiveRun naive = new NaiveRun(events);
            RunView.Series series = view(events).series();
            Map<Long, List<NaiveRun.Sample>> points = naive.points();
            assertEquals(new ArrayList<>(points.keySet()), series.time());
            List<String> expected = points.values().stream()
                    .map(point -> NaiveRun.tokensPerSecond(point)
                            + " " + NaiveRun.most(point, used -> used.getResidentBytes(), true)
                            + " " + NaiveRun.most(point, used -> used.getHeapBytes(), true)
                            + " " + NaiveRun.most(point, used -> used.getOffHeapBytes(), false)
                            + " " + NaiveRun.most(point, used -> used.getHiddenStoreBytes(), false)
                            + " " + NaiveRun.most(point, used -> used.getDeviceBytes(), true))
                    .toList();
            List<String> got = new ArrayList<>();
            for (int i = 0; i < series.time().size(); i++) {
                got.add(series.tokensPerSecond().get(i) + " "
                        + series.resident().get(i) + " "
                        + series.heap().get(i) + " " + series.offHeap().get(i) + " "
                        + series.hiddenStore().get(i) + " " + series.device().get(i));
            }
            assertEquals(expected, got);
        });
    }

    @Test
    void whatTheActorsDid() {
        forSeeds(80, 300, events -> {
            NaiveRun naive = new NaiveRun(events);
            List<RunView.Span> timeline = view(events).timeline();
            List<String> stages = timeline.stream()
                    .filter(span ->
                            span.actor().equals("LayerActor") || span.actor().equals("RunSupervisor"))
                    .map(span -> span.what() + (span.layer() == null ? "" : " " + span.layer()))
                    .toList();
            assertEquals(naive.stages(), stages);
            timeline.forEach(span -> assertTrue(span.from() <= span.to(), span::toString));
        });
    }

    @Test
    void itDoesNotMatterWhenSomebodyLooksOrHowOftenAnEventIsTold() {
        forSeeds(40, 400, events -> {
            Random random = new Random(events.size());
            RunState state = new RunState();
            RunEvent before = null;
            for (RunEvent event : events) {
                state.accept(event);
                state.accept(event);
                if (before != null && before.getRunId().equals(event.getRunId()) && before.getId() <= event.getId()) {
                    state.accept(before);
                }
                if (random.nextInt(10) == 0) {
                    assertTrue(state.view(NOW).json().length > 0);
                }
                before = event;
            }
            assertEquals(view(events), state.view(NOW));
        });
    }

    @Test
    void shareAndTimeLeftAreWithinBoundsWhateverIsTold() {
        forSeeds(80, 300, events -> {
            RunState state = new RunState();
            for (RunEvent event : events) {
                state.accept(event);
                RunView.Progress progress = state.view(NOW).progress();
                if (progress != null && progress.share() != null) {
                    assertTrue(progress.share() >= 0 && progress.share() <= 1, progress::toString);
                }
                if (progress != null && progress.secondsLeft() != null) {
                    assertTrue(progress.secondsLeft() >= 0, progress::toString);
                }
                if (progress != null && progress.tokensPerSecond() != null) {
                    assertTrue(progress.tokensPerSecond() > 0, progress::toString);
                }
            }
        });
    }
}
