package dev.gimbal.actor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.typesafe.config.ConfigFactory;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import org.apache.pekko.ConfigurationException;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of work on threads of its own: nothing waits for a disk, or computes, where actors take their messages. */
class DispatchersTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @TempDir
    private Path folder;

    private final Set<String> onDefault = new ConcurrentSkipListSet<>();
    private final Set<String> elsewhere = new ConcurrentSkipListSet<>();

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    private HeardDisk disk() {
        return new HeardDisk(operation -> {
            boolean blocked = Thread.currentThread().getName().contains("default-dispatcher");
            (blocked ? onDefault : elsewhere).add(operation.replaceAll("[0-9a-f]*[0-9-]+[0-9a-f]*", "#"));
        });
    }

    /** Stopped in the middle and gone on with, so that what an interruption leaves is read, too. */
    @ParameterizedTest
    @CsvSource({
        "2500,sublayer,disk,spill,0,uniform,compact",
        "2500,layer,disk,recompute,1000,uniform,compact",
        "4500,sublayer,disk,keep,0,global,masked"
    })
    void noDiskIsWaitedForOnTheDefaultDispatcher(
            long stopAfter,
            String schedule,
            String hidden,
            String activations,
            String interval,
            String selection,
            String layout) {
        StopAfter stop = new StopAfter(stopAfter);
        Pipeline pipeline = new Pipeline(disk(), "test", stop);
        stop.stops(pipeline);
        var written = PruneSettingsOf.written(
                folder.resolve("out"),
                "windows",
                "16",
                "seq",
                "24",
                "schedule",
                schedule,
                "memory.hidden",
                hidden,
                "memory.activations",
                activations,
                "checkpoint.interval",
                interval,
                "selection",
                selection,
                "layout",
                layout);
        assertThrows(GimbalException.class, () -> pipeline.prune(written));
        new Pipeline(disk(), "test", PruneObserver.SILENT).resume(folder.resolve("out.run"));
        assertTrue(elsewhere.contains("write events.bin"), elsewhere.toString());
        assertEquals(Set.of(), onDefault);
    }

    /** Those that take their messages on the default dispatcher hand to others whatever touches a run directory. */
    @Test
    void actorsOnTheDefaultDispatcherKnowNothingOfRunDirectories() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.(LayerActor|CalibrationFeeder|CompensationActor)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.gimbal.checkpoint..", "dev.gimbal.saving..")
                .check(new ClassFileImporter().importPackages("dev.gimbal.actor"));
    }

    private static String thread(Executor executor) {
        return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), executor)
                .join();
    }

    private static String thread(DispatcherSelector dispatcher) {
        TestProbe<String> probe = KIT.createTestProbe();
        Behavior<String> says = Behaviors.setup(context -> {
            probe.getRef().tell(Thread.currentThread().getName());
            return Behaviors.stopped();
        });
        KIT.spawn(says, dispatcher);
        return probe.receiveMessage();
    }

    @Test
    void everyDispatcherIsTheOneThatItIsCalled() {
        Executors executors = Executors.of(KIT.system(), new UnderWay());
        for (String thread : Set.of(thread(executors.blocking()), thread(Executors.BLOCKING))) {
            assertTrue(thread.contains("gimbal.dispatchers.blocking"), thread);
        }
        assertTrue(thread(executors.compute()).contains("gimbal.dispatchers.compute"));
        assertTrue(thread(Executors.SOLVE).contains("gimbal.dispatchers.solve"));
        assertEquals(
                Set.of("blocking", "compute", "solve"),
                ConfigFactory.parseResources("reference.conf")
                        .getObject("gimbal.dispatchers")
                        .keySet());
    }

    /** So that a typing error ends a run at its start, and does not move its work to the default dispatcher. */
    @Test
    void aDispatcherThatIsNotThereIsNoOther() {
        assertThrows(
                ConfigurationException.class,
                () -> KIT.system().dispatchers().lookup(DispatcherSelector.fromConfig("gimbal.dispatchers.solv")));
    }
}
