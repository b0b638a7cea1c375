package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.checkpoint.RunState.Kind;
import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static final Path FOLDER = RunScript.FOLDER;

    private final MemoryDisk disk = new MemoryDisk();

    private RunState read() {
        return RunState.read(FOLDER, disk);
    }

    @Test
    void aRunIsSeenFromItsBeginningToItsEnd() throws IOException {
        RunScript script = new RunScript(1);
        try (RunDirectory run = RunDirectory.create(FOLDER, false, disk)) {
            assertEquals(Kind.STARTED, read().kind());
            assertNull(read().manifest());
            assertTrue(read().isWorkedOn());
            for (int step = 0; step < 4; step++) {
                script.step(run);
                assertEquals(Kind.UNFINISHED, read().kind());
                Manifest manifest = Objects.requireNonNull(read().manifest());
                assertEquals(script.returned, script.labelOf(manifest, disk));
                assertTrue(read().isWorkedOn());
            }
        }
        assertEquals(Kind.UNFINISHED, read().kind());
        assertFalse(read().isWorkedOn());
        assertNull(read().owner());
        try (RunDirectory run = RunDirectory.open(FOLDER, disk)) {
            run.latest(warning -> {});
            run.finish(RunScript.report());
        }
        assertEquals(Kind.FINISHED, read().kind());
        assertFalse(read().isWorkedOn());
    }

    @Test
    void lookingChangesNothing() throws IOException {
        assertTrue(new RunScript(2).runs(disk, 3));
        int before = disk.operations.size();
        read();
        new EventReader(FOLDER, disk, 0).poll(5);
        assertEquals(before, disk.operations.size());
    }

    @Test
    void aDamagedManifestIsPassedOver() throws IOException {
        RunScript script = new RunScript(3);
        assertTrue(script.runs(disk, 3));
        disk.file(FOLDER.resolve(RunNames.manifest(3))).content[60] ^= 1;
        assertEquals(2, Objects.requireNonNull(read().manifest()).getGeneration());
        disk.file(FOLDER.resolve(RunNames.manifest(2))).content[0] ^= 1;
        Refusal.ofData(this::read, RunNames.manifest(2), RunNames.manifest(3));
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        Refusal.of(ExitCode.NO_INPUT, this::read, "There is no run directory");
        disk.createFolder(FOLDER);
        Refusal.of(ExitCode.NO_INPUT, this::read, "is empty");
    }

    /** Commits take away what was listed a moment before. */
    @Test
    void aRunThatCommitsMeanwhileIsSeenAllTheSame() throws IOException {
        RunScript script = new RunScript(4);
        try (RunDirectory run = RunDirectory.create(FOLDER, false, disk)) {
            script.steps(run, 2);
            int[] listings = {0};
            disk.afterList = () -> {
                if (++listings[0] == 2) { // of the manifests, behind that of the folder's kind
                    script.steps(run, 2);
                }
            };
            Manifest manifest = Objects.requireNonNull(read().manifest());
            assertTrue(listings[0] > 2);
            assertEquals(script.returned, script.labelOf(manifest, disk));
            listings[0] = 0;
            disk.afterList = () -> {
                if (++listings[0] == 2) {
                    run.finish(RunScript.report());
                }
            };
            assertEquals(Kind.FINISHED, read().kind());
        }
    }
}
