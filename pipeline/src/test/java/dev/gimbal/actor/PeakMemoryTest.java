package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.LayerActor.LayerFinished;
import java.nio.file.Path;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streaming: a layer's memory is that of a few rounds, however many there are. */
class PeakMemoryTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    /** So long that a window is a batch, whatever the number of windows. */
    private static final int SEQ = 260;

    @TempDir
    private Path folder;

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    /** The most bytes of tensors in a layer's work, from its first hidden states to its last. */
    private long peak(String hidden, int windows) {
        try (LayerStand stand = new LayerStand(
                KIT,
                folder.resolve(hidden + windows),
                "windows",
                Integer.toString(windows),
                "seq",
                Integer.toString(SEQ),
                "memory.hidden",
                hidden,
                "memory.activations",
                "recompute",
                "threads",
                "2")) {
            stand.start();
            assertInstanceOf(LayerFinished.class, stand.drive());
            return stand.sample.job.backend().peakBytes();
        }
    }

    @Test
    void itDoesNotGrowWithTheWindowsWhenHiddenStatesAreOnDisk() {
        // Enough windows for full batches in both; how many rounds are under way at once differs from time to time.
        long few = peak("disk", 128);
        long many = peak("disk", 512);
        assertTrue(many <= few + few / 4, many + " bytes with 512 windows, " + few + " with 128");
        long resident = peak("memory", 512);
        long hidden = 512L * SEQ * 128 * Float.BYTES;
        assertTrue(resident >= many + hidden / 2, "what is in memory would have been seen: " + resident);
    }
}
