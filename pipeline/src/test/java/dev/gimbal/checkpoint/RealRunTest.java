package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories on the disk of this machine. */
class RealRunTest {
    @TempDir
    Path temporary = Path.of(".");

    private final Disk disk = new RealDisk();

    private static Manifest.Builder manifest(Piece piece) {
        return Manifest.newBuilder()
                .setPhase(Phase.PHASE_PRUNE)
                .addHidden(HiddenPiece.newBuilder().setPhase(Phase.PHASE_PRUNE).setData(piece));
    }

    @Test
    void aRunGoesOnFromItsLastCommit() throws IOException {
        Path folder = temporary.resolve("some/where/run");
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Piece piece;
        try (RunDirectory run = RunDirectory.create(folder, false, disk)) {
            PieceWriter writer = run.write("hidden");
            writer.append(ByteBuffer.wrap(bytes));
            piece = writer.finish();
            run.commit(manifest(piece));
            run.write("lost").append(ByteBuffer.wrap(bytes));
        }
        try (RunDirectory run = RunDirectory.open(folder, disk)) {
            List<String> warnings = new ArrayList<>();
            Manifest manifest = run.latest(warnings::add).orElseThrow();
            assertEquals(List.of(), warnings);
            assertEquals(piece, manifest.getHidden(0).getData());
            assertEquals(ByteBuffer.wrap(bytes), ByteBuffer.wrap(Files.readAllBytes(run.path(piece))));
            assertFalse(Files.exists(folder.resolve("data/lost")));
            assertTrue(RunState.read(folder, disk).isWorkedOn());
            run.commit(manifest.toBuilder());
            run.finish(RunScript.report());
        }
        assertEquals(List.of(folder.resolve("report.json")), disk.list(folder));
    }

    @Test
    void aDataFolderThatLeadsElsewhereIsRefused() throws IOException {
        Path folder = temporary.resolve("run");
        try (RunDirectory run = RunDirectory.create(folder, false, disk)) {
            run.commit(Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE));
        }
        Path precious = Files.createDirectory(temporary.resolve("precious"));
        Path file = Files.writeString(precious.resolve("thesis.tex"), "years of work");
        Files.delete(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data"), precious);
        Refusal.of(ExitCode.IO, () -> RunDirectory.open(folder, disk), "data", "link");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> RunDirectory.create(folder, true, disk), "data", "link");
        assertTrue(Files.exists(file));
    }

    @Test
    void aPieceThatIsALinkIsDamage() throws IOException {
        Path folder = temporary.resolve("run");
        Piece piece;
        try (RunDirectory run = RunDirectory.create(folder, false, disk)) {
            PieceWriter writer = run.write("hidden");
            writer.append(ByteBuffer.wrap(new byte[10]));
            piece = writer.finish();
            run.commit(manifest(piece));
        }
        Path moved = Files.move(folder.resolve("data/hidden"), temporary.resolve("hidden"));
        Files.createSymbolicLink(folder.resolve("data/hidden"), moved);
        try (RunDirectory run = RunDirectory.open(folder, disk)) {
            Refusal.ofData(() -> run.latest(warning -> {}), "data/hidden");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> RunDirectory.create(file.resolve("run"), false, disk), "run", "--run");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> RunDirectory.create(file, true, disk), "no run directory");
        Refusal.of(
                ExitCode.CANNOT_CREATE,
                () -> RunDirectory.create(Path.of("/proc/no-run-here"), false, disk),
                "/proc/no-run-here");
    }
}
