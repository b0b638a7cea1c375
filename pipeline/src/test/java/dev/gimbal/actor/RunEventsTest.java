package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.protocol.LayerFinished;
import dev.gimbal.protocol.LayerOutcome;
import dev.gimbal.protocol.MemoryUsed;
import dev.gimbal.protocol.PartTime;
import dev.gimbal.protocol.QueueDepth;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.ScoreCurve;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetSolved;
import dev.gimbal.protocol.TokensDone;
import dev.gimbal.protocol.WorkMeasured;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recorded events of whole runs say, against the runs' reports. */
class RunEventsTest {
    private static final int WINDOWS = 16;
    private static final int SEQ = 24;

    @TempDir
    private Path folder;

    private List<RunEvent> events = List.of();
    private int layers;

    private void run(String... more) {
        String[] all = new String[more.length + 4];
        System.arraycopy(more, 0, all, 4, more.length);
        all[0] = "windows";
        all[1] = Integer.toString(WINDOWS);
        all[2] = "seq";
        all[3] = Integer.toString(SEQ);
        PruneReport report = new Pipeline(new RealDisk(), "test", PruneObserver.SILENT)
                .prune(PruneSettingsOf.written(folder.resolve("out"), all));
        events = new EventReader(folder.resolve("out.run"), new RealDisk(), 0).poll(Integer.MAX_VALUE);
        layers = report.layers().size();
    }

    private <T> List<T> all(Predicate<RunEvent> kind, Function<RunEvent, T> message) {
        return events.stream().filter(kind).map(message).toList();
    }

    @Test
    void theBeginningSaysWhereAndWhatWith() {
        run("schedule", "layer", "memory.budget", "600m");
        RunStarted started = events.get(0).getRunStarted();
        assertEquals(ProcessHandle.current().pid(), started.getProcess());
        assertFalse(started.getHost().isEmpty());
        assertEquals("layer", started.getSchedule());
        assertEquals(folder.resolve("out.run").toString(), started.getRunDirectory());
        assertEquals(600L << 20, started.getMemoryBudgetBytes());
        assertEquals(layers, started.getLayers());
        assertTrue(events.get(events.size() - 1).hasRunFinished());
    }

    @Test
    void everyTargetsScoresAreToldAndTheBestStay() {
        run();
        List<TargetSolved> solved = all(RunEvent::hasTargetSolved, RunEvent::getTargetSolved);
        List<LayerOutcome> outcomes = all(
                RunEvent::hasLayerFinished, event -> event.getLayerFinished().getOutcome());
        assertEquals(2 * layers, solved.size());
        for (TargetSolved target : solved) {
            ScoreCurve scores = target.getScores();
            LayerOutcome layer = outcomes.get(target.getLayer());
            boolean heads = target.getOutcome().getTarget() == Target.TARGET_O_PROJ;
            assertEquals(
                    heads ? layer.getHeads().getTotal() : layer.getChannels().getTotal(), scores.getUnits());
            assertEquals(
                    heads
                            ? layer.getHeads().getQueryHeadsCount()
                            : layer.getChannels().getChannelsCount(),
                    scores.getKeptUnits());
            if (!heads) { // heads go by groups, whose sums decide
                float worstKept = scores.getKept(scores.getKeptCount() - 1);
                assertTrue(worstKept >= scores.getDropped(0), "the lowest go");
            }
        }
    }

    @Test
    void scoresOfAGlobalChoiceAreToldToo() {
        run("selection", "global", "layout", "masked");
        List<TargetSolved> solved = all(RunEvent::hasTargetSolved, RunEvent::getTargetSolved);
        List<LayerFinished> finished = all(RunEvent::hasLayerFinished, RunEvent::getLayerFinished);
        for (TargetSolved target : solved) {
            if (target.getOutcome().getTarget() == Target.TARGET_DOWN_PROJ) {
                LayerOutcome layer = finished.get(target.getLayer()).getOutcome();
                assertEquals(layer.getChannels().getTotal(), target.getScores().getUnits());
                assertEquals(
                        layer.getChannels().getChannelsCount(),
                        target.getScores().getKeptUnits());
            }
        }
        assertEquals(2 * layers, solved.size());
    }

    @Test
    void batchesAreCountedInEveryStage() {
        run();
        StageStarted stage = StageStarted.getDefaultInstance();
        TokensDone last = TokensDone.getDefaultInstance();
        int stages = 0;
        for (RunEvent event : events) {
            if (event.hasStageStarted()) {
                stage = event.getStageStarted();
                last = TokensDone.getDefaultInstance();
            } else if (event.hasTokensDone()) {
                TokensDone done = event.getTokensDone();
                assertTrue(done.getTokens() >= last.getTokens() && done.getBatches() >= last.getBatches());
                assertTrue(done.getBatches() <= done.getTokens() / SEQ, "a batch has a window at least");
                last = done;
                if (done.getTokens() == stage.getTokens()) {
                    stages++;
                    assertTrue(done.getBatches() >= 1);
                }
            }
        }
        assertTrue(stages >= 2 * layers, "attention and MLP of each layer");
    }

    @Test
    void memoryTimeAndQueuesAreToldFromTheBeginning() {
        run();
        MemoryUsed memory =
                all(RunEvent::hasMemoryUsed, RunEvent::getMemoryUsed).get(0);
        assertTrue(memory.getHeapBytes() > 0);
        assertTrue(memory.getResidentBytes() == 0 || memory.getResidentBytes() > memory.getOffHeapBytes());
        assertEquals(0, memory.getDeviceBytes());
        WorkMeasured work =
                all(RunEvent::hasWorkMeasured, RunEvent::getWorkMeasured).get(0);
        Set<String> queues = new HashSet<>();
        work.getQueuesList().stream().map(QueueDepth::getQueue).forEach(queues::add);
        assertTrue(queues.containsAll(Set.of("run", "feeder", "solver", "checkpointer", "events")), queues.toString());
        assertTrue(
                work.getPartsList().stream().mapToDouble(PartTime::getSeconds).allMatch(s -> s > 0));
    }
}
