package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.CalibrationFeeder.Cease;
import dev.gimbal.actor.CalibrationFeeder.Command;
import dev.gimbal.actor.CalibrationFeeder.Dried;
import dev.gimbal.actor.CalibrationFeeder.Exhausted;
import dev.gimbal.actor.CalibrationFeeder.Fed;
import dev.gimbal.actor.CalibrationFeeder.Feed;
import dev.gimbal.actor.CalibrationFeeder.Opened;
import dev.gimbal.actor.CalibrationFeeder.Round;
import dev.gimbal.actor.CalibrationFeeder.Taken;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.engine.LayerWorkshop;
import dev.gimbal.engine.pass.BatchWork;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.engine.pass.LayerPass;
import dev.gimbal.engine.pass.Rounds;
import dev.gimbal.engine.store.Batch;
import dev.gimbal.engine.store.HiddenPoint.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of a real pass of the sample model's first layer. */
class CalibrationFeederTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration SETTLE = Duration.ofMillis(150);

    @TempDir
    private Path folder;

    private final CountedScopes scopes = new CountedScopes();
    private final AtomicInteger loads = new AtomicInteger();
    private SampleRun sample;
    private LayerWorkshop workshop;
    private Stores stores;
    private LayerLoader.Loaded layer;
    private long before;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void open() {
        sample = new SampleRun(folder, new RealDisk(), "memory.hidden", "disk", "backend", "reference");
        workshop = new LayerWorkshop(
                scopes.around(sample.job.backend()),
                sample.job.model(),
                sample.job.settings().method(),
                (index, target, values, count) -> {},
                sample.job.windows());
        stores = RunFiles.stores(
                sample.plan, sample.schedule(), sample.job.backend(), workshop, sample.run, Phase.PRUNE);
        workshop.embed(
                stores.hidden(), Phase.PRUNE, IntStream.range(0, 16).boxed().toList());
        layer = sample.layer(0);
        before = scopes.open();
    }

    @AfterEach
    void close() {
        layer.close();
        stores.close();
        workshop.close();
        sample.close();
    }

    private LayerPass pass(HeardPass.Ear ear) {
        LayerPass pass = Objects.requireNonNull(
                workshop.course(0, layer.weights(), stores).next());
        return new HeardPass(pass, ear);
    }

    private LayerPass pass() {
        return pass((step, batch) -> loads.incrementAndGet());
    }

    private ActorRef<Command> feeder() {
        return KIT.spawn(CalibrationFeeder.create(Executors.of(KIT.system(), new UnderWay())));
    }

    private static Feed feed(LayerPass pass, int batches, TestProbe<Fed> to) {
        return new Feed(pass, Rounds.cut(pass.batches(), batches), to.getRef());
    }

    private static Round take(ActorRef<Taken> from, TestProbe<Fed> layer) {
        from.tell(Taken.TAKEN);
        return layer.expectMessageClass(Round.class);
    }

    private static List<Integer> indices(Round round) {
        return round.work().stream().map(work -> work.batch().index()).toList();
    }

    private void closeAll(Round round) {
        round.work().forEach(BatchWork::close);
    }

    /** Of what was loaded, only these are not free yet, and nothing was freed twice. */
    private void expectOpen(int works, TestProbe<Fed> probe) {
        probe.awaitAssert(() -> {
            assertEquals(before + works, scopes.open());
            return null;
        });
        assertTrue(scopes.mostClosings() <= 1, "freed twice");
    }

    @Test
    void everyRoundComesOnceAndInOrderAndThenTheEnd() {
        TestProbe<Fed> probe = KIT.createTestProbe();
        LayerPass pass = pass();
        feeder().tell(feed(pass, 3, probe));
        ActorRef<Taken> from = probe.expectMessageClass(Opened.class).replyTo();
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < pass.batches().size()) {
            Round round = take(from, probe);
            seen.addAll(indices(round));
            closeAll(round);
        }
        from.tell(Taken.TAKEN);
        probe.expectMessageClass(Exhausted.class);
        assertEquals(pass.batches().stream().map(Batch::index).toList(), seen);
        assertEquals(seen.size(), loads.get());
        expectOpen(0, probe);
    }

    /**
     * The bound: when a layer has asked n times, n rounds are its own and one more is loaded. So of a layer that computes a
     * round and has not asked for the next, one round waits.
     */
    @Test
    void aSlowLayerStopsTheFeederOneRoundAhead() {
        TestProbe<Fed> probe = KIT.createTestProbe();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger furthest = new AtomicInteger();
        LayerPass pass = pass((step, batch) -> {
            furthest.accumulateAndGet(loads.incrementAndGet() - asked.get(), Math::max);
        });
        feeder().tell(feed(pass, 1, probe));
        ActorRef<Taken> from = probe.expectMessageClass(Opened.class).replyTo();
        int rounds = pass.batches().size();
        for (int n = 0; n < rounds; n++) {
            if (n < 3) {
                probe.expectNoMessage(SETTLE);
                assertEquals(n + 1, loads.get(), "loaded for a layer that asked " + n + " times");
            }
            asked.incrementAndGet();
            closeAll(take(from, probe));
        }
        assertEquals(1, furthest.get(), "rounds ahead");
        assertEquals(rounds, loads.get());
    }

    @Test
    void aLoadThatThrowsIsToldAndNothingStaysOpen() {
        TestProbe<Fed> probe = KIT.createTestProbe();
        IllegalStateException fault = new IllegalStateException("a bad block");
        LayerPass pass = pass((step, batch) -> {
            if (loads.incrementAndGet() == 6) { // the second batch of the third round
                throw fault;
            }
        });
        feeder().tell(feed(pass, 2, probe));
        ActorRef<Taken> from = probe.expectMessageClass(Opened.class).replyTo();
        Round first = take(from, probe);
        from.tell(Taken.TAKEN); // the second round, or the news that overtakes it
        Fed next = probe.receiveMessage();
        if (next instanceof Round second) {
            closeAll(second);
            next = probe.receiveMessage();
        }
        assertEquals(fault, ((Dried) next).cause());
        closeAll(first);
        expectOpen(0, probe);
        assertEquals(6, loads.get(), "nothing is loaded after it");
    }

    @Test
    void whatNobodyTakesIsFreedWhenTheLayerWantsNoMore() {
        TestProbe<Fed> probe = KIT.createTestProbe();
        ActorRef<Command> feeder = feeder();
        feeder.tell(feed(pass(), 2, probe));
        Round taken = take(probe.expectMessageClass(Opened.class).replyTo(), probe);
        probe.awaitAssert(() -> {
            assertEquals(4, loads.get());
            return null;
        });
        feeder.tell(new Cease());
        expectOpen(2, probe);
        assertEquals(List.of(0, 1), indices(taken));
        closeAll(taken);
        expectOpen(0, probe);
        feeder.tell(new Cease());
        expectOpen(0, probe);
    }

    @Test
    void whatIsBeingLoadedWhenNobodyWantsItAnyMoreIsFreedToo() throws InterruptedException {
        TestProbe<Fed> probe = KIT.createTestProbe();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LayerPass pass = pass((step, batch) -> {
            begun.countDown();
            await(goOn);
        });
        ActorRef<Command> feeder = feeder();
        feeder.tell(feed(pass, 2, probe));
        begun.await();
        feeder.tell(new Cease());
        probe.expectMessageClass(Opened.class);
        probe.expectMessageClass(Dried.class);
        goOn.countDown();
        expectOpen(0, probe);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatNobodyTakesIsFreedWhenTheFeederEnds() {
        TestProbe<Fed> probe = KIT.createTestProbe();
        ActorRef<Command> feeder = feeder();
        feeder.tell(feed(pass(), 1, probe));
        closeAll(take(probe.expectMessageClass(Opened.class).replyTo(), probe));
        KIT.stop(feeder);
        expectOpen(0, probe);
    }

    @Test
    void aSecondFeedCutsTheFirstOff() {
        TestProbe<Fed> first = KIT.createTestProbe();
        TestProbe<Fed> second = KIT.createTestProbe();
        ActorRef<Command> feeder = feeder();
        feeder.tell(feed(pass(), 2, first));
        ActorRef<Taken> old = first.expectMessageClass(Opened.class).replyTo();
        closeAll(take(old, first));
        LayerPass pass = pass();
        feeder.tell(feed(pass, 4, second));
        ActorRef<Taken> from = second.expectMessageClass(Opened.class).replyTo();
        first.expectMessageClass(Dried.class);
        old.tell(Taken.TAKEN);
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < pass.batches().size()) {
            Round round = take(from, second);
            seen.addAll(indices(round));
            closeAll(round);
        }
        from.tell(Taken.TAKEN);
        second.expectMessageClass(Exhausted.class);
        first.expectNoMessage(SETTLE);
        assertEquals(pass.batches().stream().map(Batch::index).toList(), seen);
        expectOpen(0, second);
    }
}
