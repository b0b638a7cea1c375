package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.Piece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
    private static final Path FOLDER = RunScript.FOLDER;
    /** FIPS 180-4's example. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final MemoryDisk disk = new MemoryDisk();

    private static Manifest.Builder manifest() {
        return Manifest.newBuilder().setPhase(Phase.PHASE_PRUNE);
    }

    private void file(String name, String text) throws IOException {
        disk.createFolder(FOLDER);
        try (RunFile file = disk.create(FOLDER.resolve(name))) {
            file.write(0, StandardCharsets.UTF_8.encode(text));
        }
    }

    private RunDirectory create(boolean discardOld) {
        return RunDirectory.create(FOLDER, discardOld, disk);
    }

    @Test
    void aPieceIsHashedAsItIsWrittenAndAsItIsReadAgain() {
        try (RunDirectory run = create(false)) {
            PieceWriter writer = run.write("abc");
            writer.append(StandardCharsets.UTF_8.encode("a"));
            writer.append(StandardCharsets.UTF_8.encode("bc"));
            Piece piece = writer.finish();
            assertEquals(SHA256_OF_ABC, hex(piece.getSha256().toByteArray()));
            assertEquals(piece, run.piece("abc", 0, 3));
            assertEquals(FOLDER.resolve("data/abc"), run.path(piece));
            DataFile file = run.createData("xabcx");
            file.write(0, StandardCharsets.UTF_8.encode("xabcx"));
            assertEquals(piece.getSha256(), run.piece("xabcx", 1, 3).getSha256());
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aCommitCountsWhatWasWrittenSinceTheOneBefore() {
        try (RunDirectory run = create(false)) {
            long bare = run.commit(manifest()).bytes();
            run.write("abc").append(ByteBuffer.allocate(1000));
            run.createData("more").write(5, ByteBuffer.allocate(100));
            assertEquals(bare + 1100, run.commit(manifest()).bytes());
            assertEquals(bare, run.commit(manifest()).bytes());
        }
    }

    @Test
    void aRunBeginsWhereNothingIsAndInAnEmptyFolder() throws IOException {
        create(false).close();
        MemoryDisk other = new MemoryDisk();
        other.createFolder(FOLDER);
        try (RunDirectory run = RunDirectory.create(FOLDER, false, other)) {
            assertTrue(run.latest(warning -> {}).isEmpty());
        }
    }

    @Test
    void aFolderOfAnotherKindIsNeverTouched() throws IOException {
        file("thesis.tex", "years of work");
        for (boolean discardOld : new boolean[] {false, true}) {
            Refusal.of(ExitCode.CANNOT_CREATE, () -> create(discardOld), "/runs/one", "'thesis.tex'", "--run");
        }
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "/runs/one", "no run directory");
        Refusal.of(ExitCode.NO_INPUT, () -> RunState.read(FOLDER, disk), "/runs/one", "no run directory");
        assertEquals(List.of("thesis.tex"), RunScript.names(disk));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.lock", "report.json", "data", "events.bin"})
    void aNameThatARunUsesMakesNoRunDirectory(String name) throws IOException {
        file(name, "something else");
        if (name.equals("run.lock")) {
            file("program.cfg", "");
        }
        Refusal.of(ExitCode.CANNOT_CREATE, () -> create(true), "/runs/one");
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "/runs/one");
        assertEquals(14, disk.size(FOLDER.resolve(name)));
    }

    @Test
    void aFileInTheFoldersPlaceIsNoRunDirectory() throws IOException {
        disk.createFolder(Path.of("/runs"));
        disk.create(FOLDER).close();
        Refusal.of(ExitCode.CANNOT_CREATE, () -> create(true), "/runs/one", "no run directory");
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "/runs/one", "no run directory");
    }

    @Test
    void anUnfinishedRunIsThrownAwayOnlyWhenThatIsAskedFor() {
        assertTrue(new RunScript(1).runs(disk, 2));
        Refusal.of(ExitCode.CANNOT_CREATE, () -> create(false), "gimbal resume /runs/one", "--force");
        RunDirectory.open(FOLDER, disk).close();
        try (RunDirectory run = create(true)) {
            assertTrue(run.latest(warning -> {}).isEmpty());
            assertEquals(1, run.commit(manifest()).generation());
        }
    }

    @Test
    void aRunOfWhichNothingWasSavedCannotGoOnButMakesWay() {
        create(false).close();
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "before anything was saved");
        assertEquals(RunState.Kind.STARTED, RunState.read(FOLDER, disk).kind());
        create(false).close();
    }

    @Test
    void whatIsNotThereOrEmptyCannotGoOn() throws IOException {
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "There is no run directory /runs/one");
        disk.createFolder(FOLDER);
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "is empty");
        assertEquals(List.of(), RunScript.names(disk));
    }

    @Test
    void aFinishedRunLeavesItsReportAndEventsAndMakesWay() throws IOException {
        try (RunDirectory run = create(false)) {
            new RunScript(1).steps(run, 3);
            EventLog.open(run).close();
            assertThrows(IllegalArgumentException.class, () -> run.finish("{}".getBytes(StandardCharsets.UTF_8)));
            run.finish(RunScript.report());
            assertThrows(IllegalStateException.class, () -> run.commit(manifest()));
        }
        assertEquals(List.of("events.bin", "report.json"), RunScript.names(disk));
        assertEquals(RunScript.report().length, disk.size(FOLDER.resolve("report.json")));
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(FOLDER, disk), "is finished", "report.json");
        assertEquals(List.of("events.bin", "report.json"), RunScript.names(disk));
        create(false).close();
        assertEquals(List.of("data", "run.lock"), RunScript.names(disk));
    }

    @Test
    void aFinishedRunsFolderWithOtherThingsIsNotTouched() throws IOException {
        file("report.json", new String(RunScript.report(), StandardCharsets.UTF_8));
        file("notes.txt", "");
        Refusal.of(ExitCode.CANNOT_CREATE, () -> create(true), "'notes.txt'");
        assertEquals(List.of("notes.txt", "report.json"), RunScript.names(disk));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a\\b", ".hidden", "a b", "ä", "a\0", "-x", "a:b"})
    void aDataFileCannotBeAnywhereElse(String name) {
        try (RunDirectory run = create(false)) {
            assertThrows(IllegalArgumentException.class, () -> run.write(name));
            assertThrows(IllegalArgumentException.class, () -> run.createData(name));
            assertThrows(IllegalArgumentException.class, () -> run.openData(name));
        }
    }

    @Test
    void aFileThatAKeptGenerationNamesIsNotBegunAnew() {
        try (RunDirectory run = create(false)) {
            Piece first = run.write("first").finish();
            assertThrows(IllegalArgumentException.class, () -> run.write("first"), "it waits for its commit");
            run.commit(manifest().addHidden(hidden(first)));
            assertThrows(IllegalArgumentException.class, () -> run.write("first"));
            run.commit(manifest());
            assertThrows(IllegalArgumentException.class, () -> run.createData("first"));
            run.commit(manifest());
            run.write("first").finish();
        }
    }

    /** As happens when the work of a damaged generation is done again. */
    @Test
    void aFileThatOnlyADamagedGenerationNamesIsBegunAnew() throws IOException {
        try (RunDirectory run = create(false)) {
            run.commit(manifest());
            PieceWriter writer = run.write("x");
            writer.append(ByteBuffer.allocate(10));
            run.commit(manifest().addHidden(hidden(writer.finish())));
        }
        try (RunFile file = disk.open(FOLDER.resolve("data/x"))) {
            file.write(3, ByteBuffer.wrap(new byte[] {1}));
        }
        try (RunDirectory run = RunDirectory.open(FOLDER, disk)) {
            assertEquals(1, run.latest(warning -> {}).orElseThrow().getGeneration());
            assertEquals(List.of("x"), RunScript.dataFiles(disk));
            PieceWriter writer = run.write("x");
            writer.append(ByteBuffer.allocate(2));
            assertEquals(
                    3, run.commit(manifest().addHidden(hidden(writer.finish()))).generation());
            assertEquals(2, disk.size(FOLDER.resolve("data/x")));
        }
    }

    private static HiddenPiece hidden(Piece piece) {
        return HiddenPiece.newBuilder()
                .setPhase(Phase.PHASE_PRUNE)
                .setData(piece)
                .build();
    }

    @Test
    void aCommitOfWhatWasNotWrittenIsAFault() {
        try (RunDirectory run = create(false)) {
            Piece piece = run.write("first").finish();
            for (Piece wrong : List.of(
                    piece.toBuilder().setFile("second").build(),
                    piece.toBuilder().setLengthBytes(1).build(),
                    piece.toBuilder().setOffsetBytes(Long.MAX_VALUE).build(),
                    piece.toBuilder().setOffsetBytes(-1).build())) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> run.commit(manifest().addHidden(hidden(wrong))));
            }
            assertThrows(IllegalArgumentException.class, () -> run.commit(Manifest.newBuilder()), "no phase");
            run.commit(manifest().addHidden(hidden(piece)));
        }
    }

    @Test
    void aRunThatIsTakenUpIsReadBeforeItCommits() {
        assertTrue(new RunScript(1).runs(disk, 2));
        try (RunDirectory run = RunDirectory.open(FOLDER, disk)) {
            assertThrows(IllegalStateException.class, () -> run.commit(manifest()));
            run.latest(warning -> {});
            assertEquals(3, run.commit(manifest()).generation());
        }
    }

    @Test
    void runsAreToldApart() {
        MemoryDisk other = new MemoryDisk();
        try (RunDirectory one = create(false);
                RunDirectory two = RunDirectory.create(FOLDER, false, other)) {
            assertNotEquals(one.runId(), two.runId());
        }
    }

    @Test
    void aDirectoryIsHeldOnce() {
        try (RunDirectory run = create(false)) {
            run.commit(manifest());
            for (boolean discardOld : new boolean[] {false, true}) {
                Refusal.of(
                        ExitCode.TRY_AGAIN,
                        () -> create(discardOld),
                        "/runs/one",
                        "process " + ProcessHandle.current().pid(),
                        System.getProperty("user.name"));
            }
            Refusal.of(ExitCode.TRY_AGAIN, () -> RunDirectory.open(FOLDER, disk), "being worked on");
            run.commit(manifest());
        }
        RunDirectory.open(FOLDER, disk).close();
    }

    @Test
    void whatComesWithThePathIsPrintable() {
        Path odd = Path.of("/runs/a\u001b[31mb\n\u202ec");
        Refusal.of(ExitCode.NO_INPUT, () -> RunDirectory.open(odd, disk), "\\u001b", "\\u202e");
    }
}
