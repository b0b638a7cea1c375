package dev.gimbal.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the committed files of format version 1 hold. They stand for the files that users have: neither they nor the values
 * here ever change. {@link #main} wrote them; it overwrites nothing.
 */
final class GoldenMessages {
    /** Where they are, seen from the module's folder. */
    static final Path FOLDER = Path.of("src/test/resources/v1");

    private GoldenMessages() {}

    public static void main(String[] arguments) throws IOException {
        write("manifest.bin", manifest());
        write("events.bin", events());
        write("events-monitoring.bin", monitoringEvents());
        ByteArrayOutputStream statistics = new ByteArrayOutputStream();
        header().writeDelimitedTo(statistics);
        rows().writeDelimitedTo(statistics);
        write("statistics.bin", statistics.toByteArray());
    }

    private static void write(String name, Message message) throws IOException {
        write(name, message.toByteArray());
    }

    private static void write(String name, List<RunEvent> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (RunEvent event : events) {
            event.writeDelimitedTo(bytes);
        }
        write(name, bytes.toByteArray());
    }

    private static void write(String name, byte[] content) throws IOException {
        Path file = FOLDER.resolve(name);
        if (!Files.exists(file)) {
            Files.write(file, content, StandardOpenOption.CREATE_NEW);
        }
    }

    private static ByteString bytes(int count) {
        byte[] bytes = new byte[count];
        IntStream.range(0, count).forEach(i -> bytes[i] = (byte) (7 * i + count));
        return ByteString.copyFrom(bytes);
    }

    private static Piece piece(String file) {
        return Piece.newBuilder()
                .setFile(file)
                .setOffsetBytes(5_000_000_000L)
                .setLengthBytes(8_589_934_592L)
                .setSha256(bytes(32))
                .build();
    }

    static TargetOutcome outcome(Target target) {
        return TargetOutcome.newBuilder()
                .setTarget(target)
                .setCompensation(Compensation.COMPENSATION_ANCHORED)
                .setLambda(0)
                .setCenter(true)
                .setFitted(Errors.newBuilder().setBefore(0.25).setAfter(Double.POSITIVE_INFINITY))
                .setHeldOut(Errors.newBuilder().setBefore(0.5).setAfter(Double.MIN_VALUE))
                .setNormRatio(0.875)
                .setEffectiveRank(17.5)
                .setRotation(RotationDiagnostics.newBuilder()
                        .setRegularization(1e-6)
                        .setSize(0.125)
                        .setConditionNumber(1e9)
                        .setOrthogonalityError(1e-12)
                        .setDeterminantSign(-1))
                .addCandidates(Candidate.newBuilder()
                        .setCompensation(Compensation.COMPENSATION_RIDGE)
                        .setLambda(0.1)
                        .setHeldOutError(0.75))
                .addCandidates(Candidate.newBuilder()
                        .setCompensation(Compensation.COMPENSATION_ROTATION)
                        .setHeldOutError(0.8125))
                .addWarnings("The rotation was regularised.")
                .build();
    }

    static KeptHeads heads() {
        return KeptHeads.newBuilder()
                .setTotal(9)
                .setKeyValueTotal(3)
                .setUnit(HeadUnit.HEAD_UNIT_BALANCED)
                .addAllQueryHeads(List.of(0, 1, 3, 5, 7, 8))
                .addAllSourceKeyValueHeads(List.of(0, 1, 2))
                .build();
    }

    static Manifest manifest() {
        return Manifest.newBuilder()
                .setFormatVersion(1)
                .setGeneration(12)
                .setRunId("5d0b6f2e-0000-4000-8000-000000000001")
                .setStartedUnixMs(1_767_225_600_000L)
                .setCommittedUnixMs(1_767_229_200_123L)
                .setProgramVersion("0.1.0")
                .setFingerprint(Fingerprint.newBuilder()
                        .addFiles(FileFingerprint.newBuilder()
                                .setRole("calibration text")
                                .setPath("/home/ü/text.txt")
                                .setSizeBytes(123_456_789_012L)
                                .setModifiedUnixNs(-1)
                                .setSha256(bytes(32)))
                        .setSettingsSha256(bytes(32))
                        .setBackend("cpu")
                        .setProcessor("x86_64, AVX2"))
                .addSettings(SettingText.newBuilder()
                        .setKey("ratio")
                        .setText("0.3")
                        .setBaseFolder("/home")
                        .setFlag(true))
                .addSettings(SettingText.newBuilder()
                        .setKey("calibration")
                        .setText("text.txt")
                        .setBaseFolder("/home/ü")
                        .setFile(FileOrigin.newBuilder().setFile("run.conf").setLine(3)))
                .setPhase(Phase.PHASE_PRUNE)
                .addTargets(TargetResult.newBuilder()
                        .setLayer(4)
                        .setTarget(Target.TARGET_O_PROJ)
                        .addAllKept(List.of(0, 1, 200, 28_671))
                        .setHeads(heads())
                        .setData(piece("layer-4-o_proj.safetensors"))
                        .setOutcome(outcome(Target.TARGET_O_PROJ))
                        .setLayerSeconds(8.5))
                .addHidden(HiddenPiece.newBuilder()
                        .setShard(15)
                        .setPhase(Phase.PHASE_PRUNE)
                        .setLayer(4)
                        .setMiddle(true)
                        .setData(piece("hidden")))
                .setStatistics(StatisticsSnapshot.newBuilder()
                        .setLayer(4)
                        .setTarget(Target.TARGET_DOWN_PROJ)
                        .setPhase(Phase.PHASE_PRUNE)
                        .setShardsDone(7)
                        .setData(piece("statistics")))
                .addMeasured(MeasuredLayer.newBuilder()
                        .setLayer(1)
                        .addAttentionScores(0.5)
                        .addMlpScores(-1.5)
                        .addMlpScores(2))
                .setBefore(Perplexity.newBuilder()
                        .setPerplexity(12.5)
                        .setMeanLoss(2.5257286443082556)
                        .setWindows(100)
                        .setSeq(128)
                        .setTokens(12_800))
                .addWarnings("Windows are long.")
                .putSecondsByPart("gram", 1.5)
                .setSecondsWorked(3601.25)
                .setWorkingDirectory("/home")
                .build();
    }

    private static RunEvent.Builder event(long id) {
        return RunEvent.newBuilder()
                .setId(id)
                .setTimeUnixMs(1_767_225_600_000L + id)
                .setRunId("5d0b6f2e-0000-4000-8000-000000000001");
    }

    static List<RunEvent> events() {
        return List.of(
                event(1).setRunStarted(RunStarted.newBuilder()
                                .setModel("model")
                                .setOutput("out")
                                .setLayers(30)
                                .setWindows(128)
                                .setSeq(128)
                                .setTokens(16_384)
                                .setRatio(0.3)
                                .setCompensation("auto")
                                .setBackend("cpu (OpenBLAS)")
                                .setProgramVersion("0.1.0")
                                .setResumed(true)
                                .setMemoryBudgetBytes(4_294_967_296L)
                                .setLayersDone(4))
                        .build(),
                event(2).setStageStarted(StageStarted.newBuilder()
                                .setStage(Stage.STAGE_MLP)
                                .setLayer(4)
                                .setLayers(30)
                                .setTokens(16_384))
                        .build(),
                event(3).setTokensDone(TokensDone.newBuilder().setTokens(1024).setOf(16_384))
                        .build(),
                event(4).setTargetSolved(TargetSolved.newBuilder()
                                .setLayer(4)
                                .setOutcome(outcome(Target.TARGET_DOWN_PROJ))
                                .setSeconds(0.5))
                        .build(),
                event(5).setLayerFinished(LayerFinished.newBuilder()
                                .setOutcome(LayerOutcome.newBuilder()
                                        .setLayer(4)
                                        .setHeads(heads())
                                        .setChannels(KeptChannels.newBuilder()
                                                .setTotal(1536)
                                                .addAllChannels(List.of(3, 4, 1535)))
                                        .setAttention(outcome(Target.TARGET_O_PROJ))
                                        .setMlp(outcome(Target.TARGET_DOWN_PROJ))
                                        .setSeconds(2.25)))
                        .build(),
                event(6).setCheckpointCommitted(CheckpointCommitted.newBuilder()
                                .setGeneration(13)
                                .setBytes(5_000_000_000L)
                                .setSeconds(0.75)
                                .setLayersDone(5))
                        .build(),
                event(7).setMemoryUsed(MemoryUsed.newBuilder()
                                .setResidentBytes(3_000_000_000L)
                                .setHeapBytes(400_000_000L)
                                .setOffHeapBytes(2_000_000_000L)
                                .setHiddenStoreBytes(900_000_000L)
                                .setBudgetBytes(4_294_967_296L))
                        .build(),
                event(8).setWarningRaised(WarningRaised.newBuilder().setMessage("Beware."))
                        .build(),
                event(9).setRunStopped(RunStopped.newBuilder().setReason("Asked to."))
                        .build(),
                event(10)
                        .setRunFailed(RunFailed.newBuilder()
                                .setMessage("The disk is full.")
                                .setExitCode(74))
                        .build(),
                event(300)
                        .setRunFinished(RunFinished.newBuilder()
                                .setRatioReached(0.299)
                                .setParametersBefore(134_515_008)
                                .setParametersAfter(101_000_000)
                                .setPerplexityBefore(12.5)
                                .setPerplexityAfter(14.75)
                                .setSeconds(3600.5))
                        .build());
    }

    /** Kinds and fields that came with live monitoring. */
    static List<RunEvent> monitoringEvents() {
        return List.of(
                event(1).setRunStarted(RunStarted.newBuilder()
                                .setModel("model")
                                .setDeviceBudgetBytes(8_589_934_592L)
                                .setHost("node-ü")
                                .setProcess(4_194_303)
                                .setSchedule("sublayer"))
                        .build(),
                event(2).setTokensDone(TokensDone.newBuilder()
                                .setTokens(1024)
                                .setOf(16_384)
                                .setBatches(4))
                        .build(),
                event(3).setMemoryUsed(MemoryUsed.newBuilder().setDeviceBytes(7_000_000_000L))
                        .build(),
                event(4).setWorkMeasured(WorkMeasured.newBuilder()
                                .addParts(PartTime.newBuilder().setPart("gram").setSeconds(1.5))
                                .addQueues(QueueDepth.newBuilder()
                                        .setQueue("checkpointer")
                                        .setDepth(3)
                                        .setCapacity(4)))
                        .build(),
                event(5).setTargetSolved(TargetSolved.newBuilder()
                                .setLayer(4)
                                .setScores(ScoreCurve.newBuilder()
                                        .setUnits(9)
                                        .setKeptUnits(6)
                                        .addAllKept(List.of(4f, 0.5f))
                                        .addAllDropped(List.of(0.25f, -1f))))
                        .build());
    }

    static StatisticsHeader header() {
        return StatisticsHeader.newBuilder()
                .setWidth(2)
                .setFitted(ColumnSums.newBuilder()
                        .setTokens(14_336)
                        .addAllSum(List.of(1.5, -2.5))
                        .addAllAbsoluteSum(List.of(3.5, 4.5)))
                .setHeldOut(ColumnSums.newBuilder()
                        .setTokens(2048)
                        .addAllSum(List.of(0.5, -0.0))
                        .addAllAbsoluteSum(List.of(0.75, 0.0)))
                .build();
    }

    static GramRows rows() {
        return GramRows.newBuilder()
                .setHeldOut(true)
                .setFirstRow(0)
                .setUpperF64Le(bytes(24))
                .build();
    }
}
