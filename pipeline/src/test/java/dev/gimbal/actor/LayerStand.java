package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gimbal.actor.CompensationActor.Solved;
import dev.gimbal.checkpoint.Commit;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.LayerCourse;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.Stage;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.store.Batch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A layer of the sample model at work, with a real feeder. What it asks of others comes to the test one after the other:
 * {@link Asked}, {@link ToSave}, {@link LayerActor.Event}.
 */
final class LayerStand implements AutoCloseable {
    static final int LAYER = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUND = 2;

    /** A target that the layer wants solved. */
    record Asked(Course.Complete target, ActorRef<CompensationActor.Answer> replyTo) {}

    /** The layer wants to be saved. */
    record ToSave(ActorRef<CheckpointActor.Answer> replyTo) {}

    /** What the layer did, in order. */
    final List<String> log = new CopyOnWriteArrayList<>();
    /** What it must not have done. */
    final List<String> offences = new CopyOnWriteArrayList<>();
    /** Whether a checkpoint is due. */
    final AtomicBoolean due = new AtomicBoolean();
    /** Hears of each step of a batch, before it. */
    volatile HeardPass.Ear ear = (step, batch) -> {};

    final SampleRun sample;
    final LayerCourse course;
    final TestProbe<Object> world;
    private final ActorTestKit kit;
    private final Stores stores;
    private final LayerLoader.Loaded weights;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean saving = new AtomicBoolean();

    LayerStand(ActorTestKit kit, Path folder, String... settings) {
        this.kit = kit;
        this.world = kit.createTestProbe();
        this.sample = new SampleRun(folder, new RealDisk(), settings);
        this.stores = sample.stores();
        this.weights = sample.layer(LAYER);
        this.course = sample.workshop.course(LAYER, weights.weights(), stores);
    }

    ActorRef<LayerActor.Command> start() {
        HeardCourse heard = new HeardCourse(course, new Steps(), log::add);
        Executors executors = Executors.of(kit.system(), new UnderWay());
        LayerCrew crew = new LayerCrew(
                sample.job.backend(),
                executors,
                () -> log.add("prefetch"),
                (target, of, layer, replyTo) -> {
                    log.add("asked " + target.target());
                    world.getRef().tell(new Asked(target, replyTo));
                },
                kit.spawn(CalibrationFeeder.create(executors)),
                new Told(),
                world.getRef().narrow());
        return kit.spawn(LayerActor.create(
                new LayerTask(LAYER, sample.workshop.layers(), heard, stores, ROUND, new Saving()), crew));
    }

    private final class Steps implements HeardPass.Ear {
        @Override
        public void before(String step, Batch batch) {
            ear.before(step, batch);
            if (!step.equals("load")) { // which changes nothing
                underWay.incrementAndGet();
                if (saving.get()) {
                    offences.add(step + " while the layer is saved");
                }
            }
        }

        @Override
        public void after(String step, Batch batch) {
            if (!step.equals("load")) {
                underWay.decrementAndGet();
            }
        }
    }

    private final class Saving implements LayerTask.Saving {
        @Override
        public boolean isDue() {
            return due.get();
        }

        @Override
        public boolean ask(ActorRef<CheckpointActor.Answer> replyTo) {
            saving.set(true);
            if (underWay.get() > 0) {
                offences.add("saved while " + underWay.get() + " steps are under way");
            }
            log.add("save");
            world.getRef().tell(new ToSave(replyTo));
            return true;
        }
    }

    private final class Told implements LayerCrew.Told {
        @Override
        public void stageStarted(Stage stage, int layer, int layers, long tokens) {
            log.add("stage " + stage);
            assertEquals(LAYER, layer);
        }

        @Override
        public LongConsumer tokens() {
            return count -> {};
        }

        @Override
        public void roundDone() {
            // Nobody watches.
        }

        @Override
        public void solved(int layer, Solved solved) {
            // The course was given it.
        }
    }

    /** What the layer asks or says next. */
    <T> T next(Class<T> type) {
        return assertInstanceOf(type, world.receiveMessage(PATIENCE));
    }

    void answer(Asked asked) {
        asked.replyTo().tell(new Solved(sample.solve(course, LAYER, asked.target()), 0.1));
    }

    void saved(ToSave asked) {
        saving.set(false);
        asked.replyTo().tell(new CheckpointActor.Saved(new Commit(1, 1, 0.1)));
    }

    /** Saves and solves as the layer asks for it, until it says its last word. */
    LayerActor.Event drive() {
        while (true) {
            Object next = world.receiveMessage(PATIENCE);
            if (next instanceof Asked asked) {
                answer(asked);
            } else if (next instanceof ToSave asked) {
                saved(asked);
            } else {
                return (LayerActor.Event) next;
            }
        }
    }

    /** What the engine's loop makes of the same layer is what this one did. */
    void expectTheEnginesSolutions() {
        try (Stores others = sample.stores();
                LayerCourse oracle = sample.workshop.course(LAYER, weights.weights(), others)) {
            Map<Target, SolvedTarget> expected = sample.pruned(oracle, LAYER, others);
            for (Target target : Target.values()) {
                assertEquals(
                        Objects.requireNonNull(expected.get(target)).pruned().report(),
                        Objects.requireNonNull(course.solutions().get(target))
                                .pruned()
                                .report());
            }
        }
    }

    @Override
    public void close() {
        course.close();
        weights.close();
        stores.close();
        sample.close();
    }
}
