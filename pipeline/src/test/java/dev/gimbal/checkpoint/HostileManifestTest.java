package dev.gimbal.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.gimbal.model.Refusal;
import dev.gimbal.protocol.Candidate;
import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.HeadUnit;
import dev.gimbal.protocol.HiddenPiece;
import dev.gimbal.protocol.KeptHeads;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.MeasuredLayer;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.StatisticsSnapshot;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.TargetResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests whose hashes are right and whose content is not. */
class HostileManifestTest {
    private final MemoryDisk disk = new MemoryDisk();

    private static Piece piece(String file) {
        return Piece.newBuilder()
                .setFile(file)
                .setSha256(ByteString.copyFrom(new byte[32]))
                .build();
    }

    private static TargetResult.Builder target() {
        return TargetResult.newBuilder().setTarget(Target.TARGET_DOWN_PROJ).setData(piece("a"));
    }

    private static TargetResult.Builder attention(KeptHeads.Builder heads) {
        return target().setTarget(Target.TARGET_O_PROJ).setHeads(heads);
    }

    private static KeptHeads.Builder heads() {
        return KeptHeads.newBuilder()
                .setTotal(4)
                .setKeyValueTotal(2)
                .setUnit(HeadUnit.HEAD_UNIT_EXPAND)
                .addAllQueryHeads(List.of(0, 3))
                .addAllSourceKeyValueHeads(List.of(0, 1));
    }

    private static TargetOutcome.Builder outcome() {
        return TargetOutcome.newBuilder()
                .setTarget(Target.TARGET_DOWN_PROJ)
                .setCompensation(Compensation.COMPENSATION_RIDGE);
    }

    private static HiddenPiece.Builder hidden() {
        return HiddenPiece.newBuilder().setPhase(Phase.PHASE_PRUNE).setData(piece("a"));
    }

    private static StatisticsSnapshot.Builder statistics() {
        return StatisticsSnapshot.newBuilder()
                .setTarget(Target.TARGET_O_PROJ)
                .setPhase(Phase.PHASE_MEASURE)
                .setData(piece("a"));
    }

    private static Manifest.Builder manifest() {
        return Manifest.newBuilder()
                .setFormatVersion(Envelope.VERSION)
                .setGeneration(9)
                .setRunId("x")
                .setPhase(Phase.PHASE_PRUNE);
    }

    private static Manifest.Builder with(TargetResult.Builder... results) {
        Manifest.Builder manifest = manifest();
        Stream.of(results).forEach(manifest::addTargets);
        return manifest;
    }

    static Stream<Arguments> acceptable() {
        return Stream.of(
                Arguments.of("nothing", manifest()),
                Arguments.of("a target", with(target().addAllKept(List.of(0, 5, 6)))),
                Arguments.of("both targets of two layers", with(target(), target().setLayer(1), attention(heads()))),
                Arguments.of("an outcome", with(target().setOutcome(outcome()))),
                Arguments.of("shards", manifest().addHidden(hidden()).addHidden(hidden().setShard(1))),
                Arguments.of("halves", manifest().addHidden(hidden()).addHidden(hidden().setMiddle(true))),
                Arguments.of("statistics", manifest().setStatistics(statistics())),
                Arguments.of("measured layers", measured(0, 1)));
    }

    private static Manifest.Builder measured(int... layers) {
        Manifest.Builder manifest = manifest();
        for (int layer : layers) {
            manifest.addMeasured(MeasuredLayer.newBuilder().setLayer(layer));
        }
        return manifest;
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("no run", manifest().setRunId("")),
                Arguments.of("generation", manifest().setGeneration(0)),
                Arguments.of("generation", manifest().setGeneration(-9)),
                Arguments.of("phase", manifest().clearPhase()),
                Arguments.of("phase", manifest().setPhaseValue(77)),
                Arguments.of("target", with(target().setTargetValue(5))),
                Arguments.of("target", with(target().clearTarget())),
                Arguments.of("twice", with(target(), target())),
                Arguments.of("twice", with(attention(heads()), target().setLayer(1), attention(heads()))),
                Arguments.of("out of range", with(target().setLayer(-1))),
                Arguments.of("ascending", with(target().addAllKept(List.of(1, 1)))),
                Arguments.of("ascending", with(target().addAllKept(List.of(2, 1)))),
                Arguments.of("ascending", with(target().addKept(-1))),
                Arguments.of("heads", with(target().setHeads(heads()))),
                Arguments.of("heads", with(target().setTarget(Target.TARGET_O_PROJ))),
                Arguments.of("unit", with(attention(heads().clearUnit()))),
                Arguments.of("unit", with(attention(heads().setUnitValue(9)))),
                Arguments.of("query head 4", with(attention(heads().addQueryHeads(4)))),
                Arguments.of("key-value head 2", with(attention(heads().addSourceKeyValueHeads(2)))),
                Arguments.of("key-value head -1", with(attention(heads().addSourceKeyValueHeads(-1)))),
                Arguments.of(
                        "another target", with(target().setOutcome(outcome().setTarget(Target.TARGET_O_PROJ)))),
                Arguments.of("compensation", with(target().setOutcome(outcome().clearCompensation()))),
                Arguments.of("compensation", with(target().setOutcome(outcome().setCompensationValue(99)))),
                Arguments.of(
                        "compensation", with(target().setOutcome(outcome().addCandidates(Candidate.newBuilder())))),
                Arguments.of("twice", manifest().addHidden(hidden()).addHidden(hidden())),
                Arguments.of("out of range", manifest().addHidden(hidden().setShard(-2))),
                Arguments.of("phase of a layer", manifest().addHidden(hidden().setPhase(Phase.PHASE_WRITE))),
                Arguments.of(
                        "phase of a layer",
                        manifest().setStatistics(statistics().setPhaseValue(44))),
                Arguments.of("target", manifest().setStatistics(statistics().clearTarget())),
                Arguments.of(
                        "out of range", manifest().setStatistics(statistics().setShardsDone(-1))),
                Arguments.of("twice", measured(1, 0, 1)),
                Arguments.of("data file's name", with(target().clearData())),
                Arguments.of("data file's name", with(target().setData(piece("../../etc/passwd")))),
                Arguments.of("data file's name", with(target().setData(piece("/etc/passwd")))),
                Arguments.of("data file's name", manifest().addHidden(hidden().setData(piece("..")))),
                Arguments.of(
                        "data file's name",
                        manifest().setStatistics(statistics().setData(piece("a/b")))),
                Arguments.of("data file's name", with(target().setData(piece("a\u001b[2J\nb")))),
                Arguments.of(
                        "no hash", with(target().setData(piece("a").toBuilder().clearSha256()))),
                Arguments.of(
                        "out of range",
                        with(target().setData(piece("a").toBuilder().setOffsetBytes(-1)))),
                Arguments.of(
                        "out of range",
                        with(target().setData(piece("a").toBuilder().setLengthBytes(-1)))),
                Arguments.of(
                        "out of range",
                        with(target().setData(piece("a").toBuilder()
                                .setOffsetBytes(Long.MAX_VALUE)
                                .setLengthBytes(2)))));
    }

    @ParameterizedTest
    @MethodSource("acceptable")
    void whatIsRightIsAccepted(String what, Manifest.Builder manifest) throws Damage {
        ManifestCheck.check(manifest.build());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatIsWrongIsNotUsed(String what, Manifest.Builder manifest) throws IOException {
        assertTrue(new RunScript(1).runs(disk, 2));
        write(9, Envelope.wrap(manifest.build()));
        List<String> warnings = new ArrayList<>();
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            assertEquals(2, run.latest(warnings::add).orElseThrow().getGeneration());
            Manifest.Builder next = manifest.clone();
            assertEquals(10, run.commit(manifest().clearGeneration()).generation());
            if (next.getGeneration() == 9 && !next.getRunId().isEmpty()) {
                assertThrows(IllegalArgumentException.class, () -> run.commit(next), "nor is it written");
            }
        }
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(what), warnings.get(0));
        assertTrue(warnings.get(0).chars().noneMatch(Character::isISOControl), warnings.get(0));
    }

    private void write(long number, ByteBuffer content) throws IOException {
        Path path = RunScript.FOLDER.resolve(RunNames.manifest(number));
        disk.delete(path);
        try (RunFile file = disk.create(path)) {
            file.write(0, content);
        }
    }

    @Test
    void aNewerFormatIsRefusedThoughAnOlderGenerationIsThere() throws IOException {
        assertTrue(new RunScript(1).runs(disk, 2));
        List<Path> before = disk.list(RunScript.FOLDER.resolve("data"));
        write(9, Envelope.wrap(manifest().setFormatVersion(2).build()));
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            Refusal.ofData(() -> run.latest(warning -> {}), RunNames.manifest(9), "newer gimbal", "format 2");
        }
        Refusal.ofData(() -> RunState.read(RunScript.FOLDER, disk), "newer gimbal");
        assertEquals(before, disk.list(RunScript.FOLDER.resolve("data")));
        assertEquals(3, new Generations(RunScript.FOLDER, disk).numbers().size());
    }

    @Test
    void anOlderFormatIsRead() throws IOException {
        assertTrue(new RunScript(1).runs(disk, 1));
        write(9, Envelope.wrap(manifest().setFormatVersion(0).build()));
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            assertEquals(9, run.latest(warning -> {}).orElseThrow().getGeneration());
        }
    }

    /** No length in it is believed before it is compared with what is there. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, -1, 1L << 31, 1L << 40, 0})
    void aLengthThatIsALieMakesNoRoomForItself(long length) throws IOException {
        assertTrue(new RunScript(1).runs(disk, 1));
        ByteBuffer content = Envelope.wrap(manifest().build());
        write(9, content.putLong(12, length));
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            assertEquals(1, run.latest(warning -> {}).orElseThrow().getGeneration());
        }
    }

    @Test
    void rubbishUnderAGenerationsNameIsDamage() throws IOException {
        Random random = new Random(3);
        for (int length : new int[] {0, 1, 51, 52, 53, 1000}) {
            MemoryDisk other = new MemoryDisk();
            assertTrue(new RunScript(1).runs(other, 1));
            byte[] rubbish = new byte[length];
            random.nextBytes(rubbish);
            try (RunFile file = other.create(RunScript.FOLDER.resolve(RunNames.manifest(3)))) {
                file.write(0, ByteBuffer.wrap(rubbish));
            }
            List<String> warnings = new ArrayList<>();
            try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, other)) {
                assertEquals(1, run.latest(warnings::add).orElseThrow().getGeneration());
                assertEquals(4, run.commit(manifest().clearGeneration()).generation());
            }
            assertEquals(1, warnings.size());
        }
    }

    @Test
    void namesThatOnlyLookLikeAGenerationsAreNotOne() {
        for (String name : List.of(
                "generation-1.manifest",
                "generation-0000001.manifest",
                "generation-000000001.manifest",
                "generation-99999999999999999.manifest",
                "generation-00000001.manifest.partial",
                "generation-00000001.manifest ",
                "xgeneration-00000001.manifest",
                "generation--0000001.manifest")) {
            assertTrue(RunNames.generation(name).isEmpty(), name);
        }
        for (long number : new long[] {1, 99_999_999, 100_000_000, 9_999_999_999_999_999L}) {
            assertEquals(number, RunNames.generation(RunNames.manifest(number)).orElseThrow());
        }
    }

    @Test
    void theLastNumberIsNotPassed() throws IOException {
        assertTrue(new RunScript(1).runs(disk, 1));
        write(9_999_999_999_999_999L, ByteBuffer.allocate(0));
        try (RunDirectory run = RunDirectory.open(RunScript.FOLDER, disk)) {
            assertEquals(1, run.latest(warning -> {}).orElseThrow().getGeneration());
            assertThrows(IllegalStateException.class, () -> run.commit(manifest()));
        }
    }
}
