package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.GimbalException;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.StatisticsSnapshot;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Does what a run does with its directory, at random, and remembers what every commit was given, outside of the disk: so it
 * knows what must be read back.
 */
final class RunScript {
    static final Path FOLDER = Path.of("/runs/one");

    private static final int SHARDS = 3;

    /** What a commit was given: the manifest without what the run directory sets, and the content of its pieces. */
    record Given(Manifest manifest, Map<Piece, byte[]> contents) {}

    private final Random random;
    private final Map<String, Given> given = new HashMap<>();
    private final List<TargetResult> targets = new ArrayList<>();
    private final List<HiddenPiece> hidden = new ArrayList<>();
    private final Map<Piece, byte[]> contents = new HashMap<>();
    private @Nullable String hiddenName;
    private int names;

    /** Label of the commit that returned last. */
    @Nullable
    String returned;

    /** Labels of those that were begun since, in order. */
    final List<String> attempted = new ArrayList<>();

    RunScript(long seed) {
        this.random = new Random(seed);
        this.names = (int) seed * 1000; // two scripts on one directory do not mix up their files
    }

    /** One step, whose commit gets a label of its own. */
    void step(RunDirectory run) {
        if (hiddenName == null || random.nextInt(3) == 0) {
            writeHidden(run);
        }
        if (random.nextBoolean()) {
            Piece data = write(run, "target-" + names++ + ".safetensors");
            targets.add(TargetResult.newBuilder()
                    .setLayer(targets.size())
                    .setTarget(Target.TARGET_DOWN_PROJ)
                    .addAllKept(List.of(1, 3, 4))
                    .setData(data)
                    .build());
        }
        String label = "state " + names++;
        Manifest.Builder next = Manifest.newBuilder()
                .setPhase(Phase.PHASE_PRUNE)
                .addWarnings(label)
                .addAllTargets(targets)
                .addAllHidden(hidden);
        if (random.nextBoolean()) {
            next.setStatistics(StatisticsSnapshot.newBuilder()
                    .setTarget(Target.TARGET_O_PROJ)
                    .setPhase(Phase.PHASE_PRUNE)
                    .setData(write(run, "statistics-" + names++)));
        }
        given.put(label, new Given(next.build(), Map.copyOf(contents)));
        attempted.add(label);
        Commit commit = run.commit(next);
        assertEquals(next.getGeneration(), commit.generation());
        assertTrue(commit.bytes() > 0, "a manifest at least");
        returned = label;
        attempted.clear();
    }

    /** After a commit that failed for a file which cannot be made durable any more. */
    void forgetHidden(RunDirectory run) {
        if (hiddenName != null) {
            run.release(hiddenName);
            hiddenName = null;
            hidden.clear();
        }
    }

    /** The shards in any order, in two files that lie in each other. */
    private void writeHidden(RunDirectory run) {
        forgetHidden(run);
        String name = "hidden-" + names++;
        DataFile file = run.createData(name);
        hiddenName = name;
        int length = 1 + random.nextInt(40);
        for (int shard = SHARDS - 1; shard >= 0; shard--) {
            byte[] bytes = bytes(length);
            file.write((long) shard * length, ByteBuffer.wrap(bytes));
            Piece piece = run.piece(name, (long) shard * length, length);
            contents.put(piece, bytes);
            hidden.add(HiddenPiece.newBuilder()
                    .setShard(shard)
                    .setPhase(Phase.PHASE_PRUNE)
                    .setData(piece)
                    .build());
        }
    }

    private Piece write(RunDirectory run, String name) {
        byte[] bytes = bytes(random.nextInt(100));
        try (PieceWriter writer = run.write(name)) {
            int half = bytes.length / 2;
            writer.append(ByteBuffer.wrap(bytes, 0, half));
            writer.append(ByteBuffer.wrap(bytes, half, bytes.length - half));
            Piece piece = writer.finish();
            contents.put(piece, bytes);
            return piece;
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The label of a manifest that was read back, which must be what a commit was given, every byte of it. */
    String labelOf(Manifest manifest, Disk disk) throws IOException {
        String label = manifest.getWarnings(0);
        Given expected = Objects.requireNonNull(given.get(label), label);
        assertEquals(
                expected.manifest,
                manifest.toBuilder()
                        .clearGeneration()
                        .clearFormatVersion()
                        .clearRunId()
                        .clearStartedUnixMs()
                        .clearCommittedUnixMs()
                        .build());
        for (Piece piece : Pieces.of(manifest)) {
            ByteBuffer read = ByteBuffer.allocate((int) piece.getLengthBytes());
            try (RunFile file = disk.openToRead(data(piece.getFile()))) {
                file.read(piece.getOffsetBytes(), read);
            }
            assertArrayEquals(expected.contents.get(piece), read.array(), label + ", " + piece.getFile());
        }
        return label;
    }

    /** Goes on from a manifest that was read back. */
    void resume(Manifest manifest) {
        targets.clear();
        targets.addAll(manifest.getTargetsList());
        hidden.clear();
        hidden.addAll(manifest.getHiddenList());
        hiddenName = hidden.isEmpty() ? null : hidden.get(0).getData().getFile();
        returned = manifest.getWarnings(0);
        attempted.clear();
    }

    /** Names of what is in the data folder. */
    static List<String> dataFiles(Disk disk) throws IOException {
        return disk.list(FOLDER.resolve("data")).stream().map(RunNames::of).toList();
    }

    static Path data(String name) {
        return FOLDER.resolve("data").resolve(name);
    }

    void steps(RunDirectory run, int count) {
        for (int i = 0; i < count; i++) {
            step(run);
        }
    }

    /** Whether all went well. */
    boolean runs(Disk disk, int count) {
        try (RunDirectory run = RunDirectory.create(FOLDER, false, disk)) {
            steps(run, count);
            return true;
        } catch (GimbalException e) {
            assertTrue(String.valueOf(e.getMessage()).endsWith("."), "a sentence");
            return false;
        }
    }

    /** What may be read back when the power fails now. */
    List<String> allowed() {
        List<String> labels = new ArrayList<>(attempted);
        if (returned != null) {
            labels.add(returned);
        }
        return labels;
    }

    static byte[] report() {
        return "{\"gimbal\": \"0\"}\n".getBytes(StandardCharsets.UTF_8);
    }

    /** Names of what is in the run directory. */
    static List<String> names(Disk disk) throws IOException {
        return disk.list(FOLDER).stream().map(RunNames::of).toList();
    }
}
