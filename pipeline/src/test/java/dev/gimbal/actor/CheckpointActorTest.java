package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.CheckpointActor.Answer;
import dev.gimbal.actor.CheckpointActor.Begin;
import dev.gimbal.actor.CheckpointActor.Command;
import dev.gimbal.actor.CheckpointActor.Note;
import dev.gimbal.actor.CheckpointActor.SaveBefore;
import dev.gimbal.actor.CheckpointActor.SaveLayer;
import dev.gimbal.actor.CheckpointActor.SavePhase;
import dev.gimbal.actor.CheckpointActor.Saved;
import dev.gimbal.actor.CheckpointActor.Unsaved;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunState;
import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerCourse;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.pass.LayerAtWork.Stores;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.protocol.Fingerprint;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.saving.Fingerprints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointActorTest {
    @TempDir
    private Path folder;

    private final AtomicBoolean refuses = new AtomicBoolean();
    private final TestInbox<Answer> inbox = TestInbox.create();
    private final List<String> heard = new ArrayList<>();
    private SampleRun sample;
    private BehaviorTestKit<Command> checkpointer;

    @BeforeEach
    void open() {
        sample = new SampleRun(
                folder,
                new HeardDisk(operation -> {
                    if (refuses.get() && operation.startsWith("write")) {
                        throw new IOException("No space left on device");
                    }
                }),
                "threads",
                "1");
        checkpointer = BehaviorTestKit.create(CheckpointActor.create(
                sample.saver, (commit, layers) -> heard.add(commit.generation() + " with " + layers)));
    }

    @AfterEach
    void close() {
        sample.close();
    }

    private Answer ask(Command command) {
        checkpointer.run(command);
        return inbox.receiveMessage();
    }

    private long saved(Command command) {
        Saved saved = assertInstanceOf(Saved.class, ask(command));
        assertTrue(saved.commit().bytes() > 0);
        return saved.commit().generation();
    }

    /** As another process would see it. */
    private Manifest onDisk() {
        return Objects.requireNonNull(
                RunState.read(sample.run.folder(), new RealDisk()).manifest());
    }

    private SaveBefore before() {
        return new SaveBefore(new PerplexityResult(72.5, 10, 48, 480, 1), inbox.getRef());
    }

    @Test
    void aBeginningHoldsTheFingerprintOfAllThatTheRunDependsOn() {
        assertEquals(1, saved(new Begin(inbox.getRef())));
        Fingerprint fingerprint = onDisk().getFingerprint();
        assertEquals(Fingerprints.of(sample.job), fingerprint);
        assertEquals(
                List.of("config.json", "model.safetensors"),
                fingerprint.getFilesList().subList(0, 2).stream()
                        .map(file -> file.getRole())
                        .toList());
        assertEquals(sample.manifest.getSettingsList(), onDisk().getSettingsList());
    }

    @Test
    void everyCommitHoldsAllThatWasSavedBefore() {
        saved(new Begin(inbox.getRef()));
        checkpointer.run(new Note("Something to know."));
        assertEquals(0, onDisk().getWarningsCount(), "a note waits for the next commit");
        assertEquals(2, saved(before()));
        assertEquals(3, saved(new SavePhase(Phase.PHASE_WRITE, inbox.getRef())));
        assertEquals(List.of("Something to know."), onDisk().getWarningsList());
        assertEquals(72.5, onDisk().getBefore().getPerplexity());
        assertEquals(Phase.PHASE_WRITE, onDisk().getPhase());
        assertTrue(onDisk().hasFingerprint());
        assertEquals(List.of("1 with 0", "2 with 0", "3 with 0"), heard);
    }

    @Test
    void aDiskThatRefusesIsAnsweredTheStateBeforeHoldsAndTheNextCommitGoesWell() {
        saved(new Begin(inbox.getRef()));
        Manifest before = onDisk();
        refuses.set(true);
        Unsaved unsaved = assertInstanceOf(Unsaved.class, ask(before()));
        assertEquals(
                ExitCode.IO,
                assertInstanceOf(GimbalException.class, unsaved.cause()).exitCode());
        assertEquals(before, onDisk());
        assertTrue(checkpointer.isAlive());
        refuses.set(false);
        saved(new SavePhase(Phase.PHASE_WRITE, inbox.getRef()));
        assertEquals(72.5, onDisk().getBefore().getPerplexity(), "what was not saved then is now");
        assertEquals(2, heard.size(), "only of what is safe is anybody told");
    }

    @Test
    void aLayerThatWasSavedIsReadBackAsItWasSolved() {
        saved(new Begin(inbox.getRef()));
        try (Stores stores = sample.stores();
                LayerLoader.Loaded layer = sample.layer(0);
                LayerCourse course = sample.workshop.course(0, layer.weights(), stores)) {
            Map<Target, SolvedTarget> solved = sample.pruned(course, 0, stores);
            saved(new SaveLayer(0, solved, 1.5, null, stores.hidden(), inbox.getRef()));
            Manifest manifest = onDisk();
            assertEquals(sample.workshop.batches().shards().count(), manifest.getHiddenCount());
            for (Target target : Target.values()) {
                try (SolvedTarget read =
                        Objects.requireNonNull(sample.resumption(manifest).solved(0, target))) {
                    SolvedTarget expected = Objects.requireNonNull(solved.get(target));
                    assertEquals(expected.pruned().report(), read.pruned().report());
                }
            }
            assertEquals("2 with 1", heard.get(1));
            assertNotNull(sample.resumption(manifest).reports().get(0));
        }
    }
}
