package dev.gimbal.monitoring;

import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.Errors;
import dev.gimbal.protocol.LayerOutcome;
import dev.gimbal.protocol.RotationDiagnostics;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.ScoreCurve;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.TokensDone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Tells what a run tells whose clock goes as one likes. */
public final class PacedRun {
    /** Of the calibration set. */
    public static final int TOKENS = 1000;

    private static final ScoreCurve SCORES = ScoreCurve.newBuilder()
            .setUnits(9000)
            .setKeptUnits(7000)
            .addAllKept(scores(3))
            .addAllDropped(scores(1))
            .build();

    private final List<RunEvent> events = new ArrayList<>();
    private final int layers;
    private long time = 1_767_225_600_000L;
    private String run = "run";

    /** @param layers of the model */
    public PacedRun(int layers) {
        this.layers = layers;
    }

    /** Of another run from now on. */
    public PacedRun run(String id) {
        run = id;
        return this;
    }

    private static List<Float> scores(double best) {
        return IntStream.range(0, 256)
                .mapToObj(i -> (float) (best * Math.exp(-i / 99.0)))
                .toList();
    }

    /** What was told, in order. */
    public List<RunEvent> events() {
        return events;
    }

    /** What the clock says, in milliseconds since 1970. */
    public long time() {
        return time;
    }

    /** Time passes. */
    public PacedRun after(double seconds) {
        time += Math.round(1000 * seconds);
        return this;
    }

    /** Tells anything, now. */
    public PacedRun tell(Consumer<RunEvent.Builder> what) {
        RunEvent.Builder event = RunEvent.newBuilder()
                .setId(events.size() + 1)
                .setTimeUnixMs(time)
                .setRunId(run);
        what.accept(event);
        events.add(event.build());
        return this;
    }

    /** A process begins. */
    public PacedRun begin(int layersDone) {
        return tell(event -> event.setRunStarted(RunStarted.newBuilder()
                .setModel("model")
                .setOutput("out")
                .setCompensation("rotation")
                .setLayers(layers)
                .setTokens(TOKENS)
                .setResumed(layersDone > 0)
                .setLayersDone(layersDone)));
    }

    /** A stage of a layer begins, with so many tokens to go. */
    public PacedRun stage(Stage stage, int layer, int tokens) {
        return tell(event -> event.setStageStarted(StageStarted.newBuilder()
                .setStage(stage)
                .setLayer(layer)
                .setLayers(layers)
                .setTokens(tokens)));
    }

    /** The stage has come so far. */
    public PacedRun tokens(int tokens) {
        return tell(event -> event.setTokensDone(
                TokensDone.newBuilder().setTokens(tokens).setOf(TOKENS).setBatches(tokens / 100)));
    }

    /** A whole stage in equal steps, that takes so long. */
    public PacedRun whole(Stage stage, int layer, double seconds) {
        stage(stage, layer, TOKENS);
        for (int i = 1; i <= 10; i++) {
            after(seconds / 10).tokens(i * TOKENS / 10);
        }
        return this;
    }

    /** A target is solved, with as many scores as there can be. */
    public PacedRun solved(int layer, Target target) {
        return tell(event -> event.getTargetSolvedBuilder()
                .setLayer(layer)
                .setSeconds(0.25)
                .setOutcome(outcome(target, layer))
                .setScores(SCORES));
    }

    private static TargetOutcome outcome(Target target, int layer) {
        return TargetOutcome.newBuilder()
                .setTarget(target)
                .setCompensation(Compensation.COMPENSATION_ROTATION)
                .setFitted(Errors.newBuilder().setBefore(0.2 + layer / 1000.0).setAfter(0.1))
                .setHeldOut(Errors.newBuilder().setBefore(0.25).setAfter(0.125))
                .setNormRatio(0.9)
                .setEffectiveRank(123.4)
                .setRotation(RotationDiagnostics.newBuilder()
                        .setSize(0.3)
                        .setConditionNumber(1e5)
                        .setOrthogonalityError(1e-7)
                        .setDeterminantSign(1))
                .build();
    }

    /** A layer is finished. */
    public PacedRun finished(int layer) {
        LayerOutcome.Builder outcome = LayerOutcome.newBuilder()
                .setLayer(layer)
                .setSeconds(9)
                .setAttention(outcome(Target.TARGET_O_PROJ, layer))
                .setMlp(outcome(Target.TARGET_DOWN_PROJ, layer));
        outcome.getHeadsBuilder().setTotal(8).addAllQueryHeads(List.of(0, 1, 2, 4, 6));
        outcome.getChannelsBuilder().setTotal(9000).addAllChannels(List.of(5, 7, 9));
        return tell(event -> event.getLayerFinishedBuilder().setOutcome(outcome));
    }

    /** A layer from its first token to its end, in the seconds that its two stages take. */
    public PacedRun layer(int layer, double attention, double mlp) {
        return whole(Stage.STAGE_ATTENTION, layer, attention)
                .solved(layer, Target.TARGET_O_PROJ)
                .whole(Stage.STAGE_MLP, layer, mlp)
                .solved(layer, Target.TARGET_DOWN_PROJ)
                .finished(layer);
    }

    /** A checkpoint is safe. */
    public PacedRun committed(int layersDone) {
        return tell(event -> event.getCheckpointCommittedBuilder()
                .setGeneration(events.size())
                .setBytes(1000)
                .setSeconds(0.125)
                .setLayersDone(layersDone));
    }
}
