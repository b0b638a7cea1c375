package dev.gimbal.monitoring.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.monitoring.PacedRun;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.WorkMeasured;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static RunState state(PacedRun run) {
        RunState state = new RunState();
        run.events().forEach(state::accept);
        return state;
    }

    private static RunView view(PacedRun run) {
        return state(run).view(Instant.ofEpochMilli(run.time()));
    }

    private static <T> T known(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static List<String> states(RunView view) {
        return view.layers().stream().map(RunView.LayerView::state).toList();
    }

    @Test
    void layersWaitAreWorkedOnAndAreDone() {
        PacedRun run = new PacedRun(3).begin(0).stage(Stage.STAGE_MEASURE, 2, PacedRun.TOKENS);
        assertEquals(List.of("waiting", "waiting", "working"), states(view(run)));
        run.layer(0, 1, 1).stage(Stage.STAGE_ATTENTION, 1, PacedRun.TOKENS);
        assertEquals(List.of("done", "working", "waiting"), states(view(run)));
        run.stage(Stage.STAGE_WRITE, 0, 0);
        assertEquals(List.of("done", "waiting", "waiting"), states(view(run)));
    }

    @Test
    void whatWasNotSavedIsToBeDoneAgainAfterAResume() {
        PacedRun run = new PacedRun(4).begin(0).layer(0, 1, 1).layer(1, 1, 1).layer(2, 1, 1);
        run.stage(Stage.STAGE_ATTENTION, 3, PacedRun.TOKENS).after(600).begin(2);
        RunView view = view(run);
        assertEquals(List.of("done", "done", "waiting", "waiting"), states(view));
        assertEquals(2, known(view.progress()).layersDone());
        assertEquals("running", view.state());
        assertTrue(known(view.task()).resumed());
        assertNull(view.layers().get(2).heads());
        assertEquals(2, view.layers().get(2).targets().size(), "a solved target may have been saved");
        run.stage(Stage.STAGE_CATCH_UP, 0, PacedRun.TOKENS);
        assertEquals(List.of("done", "done", "waiting", "waiting"), states(view(run)));
    }

    @Test
    void whatAKilledProcessWasBusyWithEndsWithItsLastEvent() {
        PacedRun run = new PacedRun(4).begin(0).stage(Stage.STAGE_ATTENTION, 0, PacedRun.TOKENS);
        run.after(7).tokens(400).after(600).begin(0);
        RunView.Span span = view(run).timeline().get(0);
        assertEquals("attention", span.what());
        assertEquals(7000, span.to() - span.from());
    }

    @Test
    void aResumedRunWhoseBeginningIsLostKnowsItsLayers() {
        RunView view = view(new PacedRun(3).begin(2));
        assertEquals(List.of("done", "done", "waiting"), states(view));
        assertTrue(view.layers().get(0).targets().isEmpty());
    }

    @Test
    void timeBetweenTwoProcessesIsNoWork() {
        PacedRun run = new PacedRun(3)
                .begin(0)
                .after(10)
                .committed(0)
                .after(1000)
                .begin(0)
                .after(5);
        assertEquals(15, view(run).secondsWorked());
        run.tell(event -> event.getRunStoppedBuilder().setReason("Asked to."));
        run.after(700);
        assertEquals(15, view(run).secondsWorked());
        run.begin(1).after(2).committed(1).after(1);
        assertEquals(18, view(run).secondsWorked());
        assertEquals(run.events().get(0).getTimeUnixMs(), view(run).startedTime());
        RunEvent again = run.events().stream()
                .filter(RunEvent::hasRunStarted)
                .reduce((a, b) -> b)
                .orElseThrow();
        assertEquals(again.getTimeUnixMs(), view(run).processStartedTime());
    }

    @Test
    void aRunThatNobodyWorksOnIsInterruptedUntilItGoesOn() {
        PacedRun run = new PacedRun(3).begin(0).layer(0, 5, 5).stage(Stage.STAGE_ATTENTION, 1, PacedRun.TOKENS);
        run.after(5).tokens(500);
        RunState state = state(run);
        long last = run.time();
        Instant later = Instant.ofEpochMilli(last + 60_000);
        assertTrue(state.view(later).live());
        state.abandoned(later);
        RunView view = state.view(later.plusSeconds(60));
        assertEquals("interrupted", view.state());
        assertFalse(view.live());
        assertEquals(15, view.secondsWorked());
        assertEquals(List.of("done", "waiting", "waiting"), states(view));
        assertNull(known(view.progress()).secondsLeft());
        assertNull(known(view.progress()).tokensPerSecond());
        assertEquals(0.25 + 1 / 6.0, known(known(view.progress()).share()), 1e-9);
        assertEquals(last, view.timeline().get(view.timeline().size() - 1).to());

        run.after(1).committed(1); // what was in its file still
        state.accept(run.events().get(run.events().size() - 1));
        assertEquals("interrupted", state.view(later).state());
        run.after(100).begin(1);
        state.accept(run.events().get(run.events().size() - 1));
        assertEquals("running", state.view(later).state());
        assertTrue(state.view(later).live());
    }

    @Test
    void aRunThatHasEndedIsNotInterrupted() {
        PacedRun run = new PacedRun(3).begin(0);
        run.tell(event ->
                event.getRunFailedBuilder().setMessage("The disk is full.").setExitCode(74));
        RunState state = state(run);
        state.abandoned(Instant.ofEpochMilli(run.time() + 5));
        RunView view = state.view(Instant.ofEpochMilli(run.time() + 5));
        assertEquals("failed", view.state());
        assertEquals("The disk is full.", view.reason());
        assertEquals(74, view.exitCode());
        assertFalse(view.live());
        run.begin(0);
        assertNull(view(run).reason());
        assertNull(view(run).exitCode());
    }

    @Test
    void anotherRunBeginsAnew() {
        PacedRun run = new PacedRun(3).begin(0).layer(0, 5, 5).committed(1);
        RunState state = state(run);
        PacedRun next = new PacedRun(2).run("next").begin(0);
        next.events().forEach(state::accept);
        assertEquals(view(next), state.view(Instant.ofEpochMilli(next.time())));
    }

    @Test
    void valuesBeyondAllBoundsAreLeftOut() {
        PacedRun run =
                new PacedRun(-1).begin(0).solved(-1, Target.TARGET_O_PROJ).finished(Integer.MAX_VALUE);
        run.stage(Stage.STAGE_ATTENTION, -1, -1).tell(event -> event.setTimeUnixMs(-1));
        run.tell(event -> event.getWarningRaisedBuilder().setMessage("x".repeat(1_000_000)));
        RunView view = view(run);
        assertEquals(4_294_967_295L, known(view.task()).layers());
        assertEquals(Layers.MOST, view.layers().size());
        assertTrue(view.layers().stream().allMatch(layer -> layer.targets().isEmpty()));
        assertTrue(view.json().length < 300_000);
    }

    @Test
    void aHundredThousandEventsStayInBoundedMemory() {
        WorkMeasured.Builder parts = WorkMeasured.newBuilder();
        IntStream.range(0, 1000).forEach(i -> parts.addPartsBuilder().setPart("part " + i));
        WorkMeasured work = parts.build();
        PacedRun run = new PacedRun(80).begin(0);
        for (int i = 0; run.events().size() < 100_000; i++) {
            int number = i;
            run.after(i % 3).layer(i % 80, 0.5 + i % 7, 0.3).committed(i % 80);
            run.tell(event -> event.getMemoryUsedBuilder().setResidentBytes(number));
            run.tell(event -> event.getWarningRaisedBuilder().setMessage("warning " + number));
            run.tell(event -> event.setWorkMeasured(work));
        }
        RunView view = view(run);
        long warned = run.events().stream().filter(RunEvent::hasWarningRaised).count();
        assertEquals(80, view.layers().size());
        assertTrue(view.timeline().size() <= 4000 && view.timeline().size() > 1500);
        assertTrue(view.series().time().size() <= 600 && view.series().time().size() > 250);
        assertEquals(100, known(view.checkpoints()).recent().size());
        assertEquals(200, view.warnings().size());
        assertEquals(warned - 200, view.warningsLeftOut());
        assertEquals(Usage.MOST, view.parts().size());
        assertTrue(view.json().length < 3_000_000, () -> view.json().length + " bytes");
    }

    @Test
    void ofATimelineThatIsThinnedTheLongSpansAndTheNewestStay() {
        PacedRun run = new PacedRun(2).begin(0);
        for (int i = 0; i < 9000; i++) {
            double seconds = i % 100 == 50 ? 8 : 1;
            run.after(10).tell(event -> event.getCheckpointCommittedBuilder().setSeconds(seconds));
        }
        List<RunView.Span> timeline = view(run).timeline();
        assertEquals(
                90,
                timeline.stream()
                        .filter(span -> span.to() - span.from() == 8000)
                        .count());
        assertEquals(run.time(), timeline.get(timeline.size() - 1).to());
    }

    @Test
    void pointsOfASeriesGrowWithTheRun() {
        PacedRun run = new PacedRun(2).begin(0).stage(Stage.STAGE_ATTENTION, 0, Integer.MAX_VALUE);
        for (int i = 1; i <= 3000; i++) {
            int second = i;
            run.after(1).tokens(50 * i).tell(event -> event.getMemoryUsedBuilder()
                    .setHeapBytes(second));
        }
        RunView.Series series = view(run).series();
        int points = series.time().size();
        assertTrue(points > 300 && points <= 600, () -> points + " points");
        assertTrue(series.tokensPerSecond().stream().allMatch(pace -> pace == 50));
        assertTrue(IntStream.range(1, points)
                .allMatch(i -> series.time().get(i) - series.time().get(i - 1) == 8000));
        long start = run.events().get(0).getTimeUnixMs();
        assertTrue(IntStream.range(1, points)
                .allMatch(i -> series.heap().get(i - 1) == (series.time().get(i) - 1 - start) / 1000));
        assertEquals(3000, series.heap().get(points - 1));
    }

    @Test
    void manyMayReadWhileOneTells() throws Exception {
        PacedRun run = new PacedRun(20).begin(0);
        IntStream.range(0, 20).forEach(layer -> run.layer(layer, 1, 1).committed(layer + 1));
        List<RunEvent> events = Stream.concat(
                        run.events().stream(), new PacedRun(3).run("other").begin(0).events().stream())
                .toList();
        RunState state = new RunState();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> reader = () -> {
                int layers = 0;
                for (RunView view = state.view(Instant.EPOCH); !"other".equals(view.run()); ) {
                    int done =
                            (int) states(view).stream().filter("done"::equals).count();
                    RunView.Progress progress = view.progress();
                    assertTrue(progress == null || done == progress.layersDone());
                    assertTrue(done >= layers);
                    layers = done;
                    view = state.view(Instant.EPOCH);
                }
                return layers;
            };
            List<Future<Integer>> readers =
                    Stream.generate(() -> threads.submit(reader)).limit(3).toList();
            events.forEach(state::accept);
            for (Future<Integer> each : readers) {
                assertNotNull(each.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
