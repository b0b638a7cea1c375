package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneSettingsOf;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing waits for a disk where actors take their messages. */
class DispatchersTest {
    @TempDir
    private Path folder;

    private final Set<String> onDefault = new ConcurrentSkipListSet<>();
    private final Set<String> elsewhere = new ConcurrentSkipListSet<>();

    private HeardDisk disk() {
        return new HeardDisk(operation -> {
            boolean blocked = Thread.currentThread().getName().contains("default-dispatcher");
            (blocked ? onDefault : elsewhere).add(operation.replaceAll("[0-9-]+", "#"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sublayer,disk,spill,0,uniform,compact",
        "layer,disk,recompute,1000,uniform,compact",
        "sublayer,disk,keep,0,global,masked"
    })
    void noDiskIsWaitedForOnTheDefaultDispatcher(
            String schedule, String hidden, String activations, String interval, String selection, String layout) {
        StopAfter stop = new StopAfter(9000);
        Pipeline pipeline = new Pipeline(disk(), "test", stop);
        stop.stops(pipeline);
        assertThrows(
                GimbalException.class,
                () -> pipeline.prune(PruneSettingsOf.written(
                        folder.resolve("out"),
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
                        layout)));
        new Pipeline(disk(), "test", PruneObserver.SILENT).resume(folder.resolve("out.run"));
        assertTrue(elsewhere.contains("write events.bin"), elsewhere.toString());
        assertEquals(Set.of(), onDefault);
    }
}
