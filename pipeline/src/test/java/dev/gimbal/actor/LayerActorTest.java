package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.LayerActor.LayerFailed;
import dev.gimbal.actor.LayerActor.LayerFinished;
import dev.gimbal.actor.LayerActor.LayerStopped;
import dev.gimbal.actor.LayerStand.Asked;
import dev.gimbal.actor.LayerStand.ToSave;
import dev.gimbal.config.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration SETTLE = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private LayerStand stand(String... settings) {
        return new LayerStand(KIT, folder, settings);
    }

    @Test
    void inTheScheduleSublayerTheMlpWaitsForWhatIsLeftOfTheAttention() {
        try (LayerStand stand = stand()) {
            stand.start();
            Asked attention = stand.next(Asked.class);
            stand.world.expectNoMessage(SETTLE);
            assertEquals(List.of("stage ATTENTION", "pass for O_PROJ", "asked O_PROJ"), stand.log);
            stand.answer(attention);
            stand.answer(stand.next(Asked.class));
            LayerFinished finished = stand.next(LayerFinished.class);
            assertEquals(LayerStand.LAYER, finished.layer());
            assertSame(stand.course, ((HeardCourse) finished.course()).course());
            assertEquals(
                    List.of(
                            "solved O_PROJ",
                            "stage MLP",
                            "pass for DOWN_PROJ",
                            "asked DOWN_PROJ",
                            "solved DOWN_PROJ",
                            "prefetch",
                            "pass for null"),
                    stand.log.subList(3, stand.log.size()));
            stand.expectTheEnginesSolutions();
        }
    }

    @Test
    void inTheScheduleLayerTheMlpIsGatheredWhileTheAttentionIsSolved() {
        try (LayerStand stand = stand("schedule", "layer")) {
            stand.start();
            Asked attention = stand.next(Asked.class);
            Asked mlp = stand.next(Asked.class);
            assertEquals(Target.DOWN_PROJ, mlp.target().target());
            stand.answer(mlp);
            stand.world.expectNoMessage(SETTLE);
            assertFalse(stand.log.contains("pass for null"), "not before both are solved");
            stand.answer(attention);
            stand.next(LayerFinished.class);
            assertEquals(
                    List.of(
                            "stage ATTENTION",
                            "pass for O_PROJ",
                            "asked O_PROJ",
                            "stage MLP",
                            "pass for DOWN_PROJ",
                            "asked DOWN_PROJ",
                            "solved DOWN_PROJ",
                            "solved O_PROJ",
                            "prefetch",
                            "pass for null"),
                    stand.log);
            stand.expectTheEnginesSolutions();
        }
    }

    @ParameterizedTest
    @CsvSource({"sublayer,disk", "sublayer,memory", "layer,disk"})
    void aLayerIsSavedOnlyWhenNothingIsUnderWayAndComesToTheSame(String schedule, String hidden) {
        try (LayerStand stand = stand("schedule", schedule, "memory.hidden", hidden)) {
            stand.due.set(true);
            stand.start();
            assertInstanceOf(LayerFinished.class, stand.drive());
            long saves = stand.log.stream().filter(line -> line.equals("save")).count();
            assertTrue(saves > 10, saves + " saves");
            assertEquals(List.of(), stand.offences);
            stand.expectTheEnginesSolutions();
        }
    }

    @Test
    void aSolutionThatComesWhileTheLayerIsSavedWaits() {
        try (LayerStand stand = stand("schedule", "layer")) {
            ActorRef<LayerActor.Command> layer = stand.start();
            Asked attention = stand.next(Asked.class);
            Asked mlp = stand.next(Asked.class);
            layer.tell(new LayerActor.Stop());
            ToSave save = stand.next(ToSave.class);
            stand.answer(attention);
            stand.answer(mlp);
            stand.world.expectNoMessage(SETTLE);
            assertFalse(stand.log.contains("solved O_PROJ"), "saving reads what it would free");
            stand.saved(save);
            stand.next(LayerStopped.class);
            assertTrue(stand.log.containsAll(List.of("solved O_PROJ", "solved DOWN_PROJ")), stand.log.toString());
        }
    }

    @Test
    void aStopWhileATargetIsSolvedDoesNotWaitForIt() {
        try (LayerStand stand = stand()) {
            ActorRef<LayerActor.Command> layer = stand.start();
            Asked attention = stand.next(Asked.class);
            layer.tell(new LayerActor.Stop());
            stand.saved(stand.next(ToSave.class));
            assertEquals(LayerStand.LAYER, stand.next(LayerStopped.class).layer());
            KIT.createTestProbe().expectTerminated(layer);
            attention.replyTo().tell(new CompensationActor.Unsolved(new IllegalStateException("too late")));
            stand.world.expectNoMessage(SETTLE);
            assertEquals(List.of("stage ATTENTION", "pass for O_PROJ", "asked O_PROJ", "save"), stand.log);
        }
    }

    @ParameterizedTest
    @CsvSource({"disk,6", "memory,8"})
    void aStopInsideAPassEndsTheRoundsThatAreHereSavesAndStops(String hidden, int most) throws InterruptedException {
        try (LayerStand stand = stand("memory.hidden", hidden)) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch told = new CountDownLatch(1);
            stand.ear = (step, batch) -> {
                if (step.equals("compute") && batch.index() >= 4) {
                    begun.countDown();
                    await(told);
                }
            };
            ActorRef<LayerActor.Command> layer = stand.start();
            begun.await();
            layer.tell(new LayerActor.Stop());
            stand.world.expectNoMessage(SETTLE);
            told.countDown();
            ToSave save = stand.next(ToSave.class);
            int done = Objects.requireNonNull(stand.course.unfinished())
                    .gathering()
                    .shardsDone();
            assertTrue(done >= 6 && done <= most, "batches 4 and 5 were under way, and " + done + " are in");
            stand.saved(save);
            stand.next(LayerStopped.class);
            assertEquals(List.of(), stand.offences);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "compute", "store"})
    void aStepThatFailsEndsTheLayerWithItsCause(String failing) {
        IllegalStateException fault = new IllegalStateException("a fault");
        try (LayerStand stand = stand()) {
            stand.ear = (step, batch) -> {
                if (step.equals(failing) && batch.index() == 5) {
                    throw fault;
                }
            };
            ActorRef<LayerActor.Command> layer = stand.start();
            LayerFailed failed = stand.next(LayerFailed.class);
            assertEquals(LayerStand.LAYER, failed.layer());
            assertSame(fault, root(failed.cause()));
            KIT.createTestProbe().expectTerminated(layer);
            stand.world.expectNoMessage(SETTLE);
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    @Test
    void aTargetThatCannotBeSolvedEndsTheLayer() {
        IllegalStateException fault = new IllegalStateException("no memory for a solve");
        try (LayerStand stand = stand()) {
            stand.start();
            stand.next(Asked.class).replyTo().tell(new CompensationActor.Unsolved(fault));
            assertSame(fault, stand.next(LayerFailed.class).cause());
        }
    }

    @Test
    void aLayerThatCannotBeSavedEnds() {
        IllegalStateException fault = new IllegalStateException("a full disk");
        try (LayerStand stand = stand()) {
            stand.due.set(true);
            stand.start();
            stand.next(ToSave.class).replyTo().tell(new CheckpointActor.Unsaved(fault));
            assertSame(fault, stand.next(LayerFailed.class).cause());
        }
    }
}
