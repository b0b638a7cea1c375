package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.Ending.Broken;
import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunState;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneRun;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.engine.Stage;
import dev.gimbal.protocol.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunSupervisorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String[] SMALL = {"windows", "16", "seq", "24"};

    @TempDir
    private Path folder;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    /** Ends one of a run's actors from outside in the middle of its third layer. */
    private record Killer(String part) implements PruneObserver {
        @Override
        public void stageStarted(Stage stage, int layer, int layers, long tokens) {
            if (stage == Stage.MLP && layer == 2) {
                KIT.system()
                        .classicSystem()
                        .actorSelection("/user/" + name(part) + "/" + part)
                        .tell(PoisonPill.getInstance(), ActorRef.noSender());
            }
        }
    }

    private static String name(String part) {
        return "run-whose-" + part + "-ends";
    }

    private Ending runUntil(String part) throws Exception {
        CompletableFuture<Ending> ending = new CompletableFuture<>();
        UnderWay underWay = new UnderWay();
        try (SampleRun sample = new SampleRun(folder, new RealDisk(), SMALL)) {
            var supervisor = KIT.spawn(
                    RunSupervisor.create(
                            sample.parts(),
                            sample.saver,
                            EventLog.open(sample.run),
                            new Killer(part),
                            underWay,
                            ending::complete),
                    name(part));
            Ending result = ending.get(60, TimeUnit.SECONDS);
            KIT.stop(supervisor);
            assertTrue(underWay.awaitNone(20_000));
            return result;
        }
    }

    private byte[] weights(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name).resolve("model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feeder", "solver", "checkpointer", "layer-prune-2"})
    void anActorThatEndsBreaksTheRunWhichGoesOnFromWhatWasCommitted(String part) throws Exception {
        Broken broken = assertInstanceOf(Broken.class, runUntil(part));
        String message = String.valueOf(broken.cause().getMessage());
        assertTrue(message.contains(part), message);
        Path run = folder.resolve("out.run");
        RunState state = RunState.read(run, new RealDisk());
        assertTrue(Objects.requireNonNull(state.manifest()).getTargetsCount() >= 2, "the first layer is safe");
        List<RunEvent> events = new EventReader(run, new RealDisk(), 0).poll(Integer.MAX_VALUE);
        assertTrue(events.get(events.size() - 1).hasRunFailed(), "the last event says so");
        new Pipeline(new RealDisk(), "test", PruneObserver.SILENT).resume(run);
        new PruneRun(PruneSettingsOf.sample(folder.resolve("loop"), SMALL), "test", PruneObserver.SILENT).run();
        assertArrayEquals(weights("loop"), weights("out"));
    }
}
