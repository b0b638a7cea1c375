package dev.gimbal.monitoring;

import com.google.protobuf.UnknownFieldSet;
import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.Errors;
import dev.gimbal.protocol.KeptChannels;
import dev.gimbal.protocol.KeptHeads;
import dev.gimbal.protocol.LayerOutcome;
import dev.gimbal.protocol.PartTime;
import dev.gimbal.protocol.QueueDepth;
import dev.gimbal.protocol.RotationDiagnostics;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.ScoreCurve;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Events as no program would tell them: in any order, told twice, of several runs, with clocks that are set back, kinds that
 * nobody knows and numbers beyond all bounds.
 */
public final class RandomRun {
    private static final double[] ODD = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0, 1e300, 0.5, 2};

    private final Random random;
    private long time = 1_767_225_600_000L;
    private long id;
    private int run;

    private RandomRun(long seed) {
        random = new Random(seed);
    }

    /** So many of them; the same ones for a seed. */
    public static List<RunEvent> events(long seed, int count) {
        RandomRun run = new RandomRun(seed);
        List<RunEvent> events = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> events.add(run.next()));
        return events;
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private RunEvent next() {
        time += once(20) ? -random.nextInt(20_000) : random.nextInt(3000);
        if (once(200)) {
            run++;
            id = random.nextInt(5);
        }
        id += once(15) ? -random.nextInt(3) : 1 + random.nextInt(2);
        RunEvent.Builder event = RunEvent.newBuilder()
                .setId(once(100) ? -5 : id)
                .setTimeUnixMs(time)
                .setRunId("run-" + run);
        switch (random.nextInt(16)) {
            case 0 -> lifecycle(event);
            case 1, 2, 3 -> stage(event);
            case 4, 5, 6, 7 ->
                event.getTokensDoneBuilder()
                        .setTokens(random.nextInt(2000))
                        .setOf(1000L * random.nextInt(3))
                        .setBatches(random.nextInt(20));
            case 8, 9 ->
                event.getTargetSolvedBuilder()
                        .setLayer(layer())
                        .setOutcome(outcome(Target.forNumber(random.nextInt(3))))
                        .setSeconds(odd())
                        .setScores(ScoreCurve.newBuilder().setUnits(9).addKept(random.nextFloat()));
            case 10, 11 -> event.getLayerFinishedBuilder().setOutcome(layerOutcome());
            case 12 ->
                event.getCheckpointCommittedBuilder()
                        .setGeneration(id)
                        .setBytes(random.nextInt())
                        .setSeconds(odd())
                        .setLayersDone(layer());
            case 13 ->
                event.getMemoryUsedBuilder()
                        .setResidentBytes(random.nextInt(100))
                        .setHeapBytes(random.nextInt(3))
                        .setOffHeapBytes(random.nextInt(100))
                        .setDeviceBytes(random.nextInt(2))
                        .setBudgetBytes(random.nextInt(2));
            case 14 -> work(event);
            default -> {
                if (once(2)) {
                    event.getWarningRaisedBuilder().setMessage("warning " + random.nextInt(30));
                } else {
                    event.setUnknownFields(UnknownFieldSet.newBuilder()
                            .addField(
                                    99,
                                    UnknownFieldSet.Field.newBuilder()
                                            .addVarint(7)
                                            .build())
                            .build());
                }
            }
        }
        return event.build();
    }

    private void lifecycle(RunEvent.Builder event) {
        switch (random.nextInt(6)) {
            case 0 -> event.getRunStoppedBuilder().setReason("asked to");
            case 1 -> event.getRunFailedBuilder().setMessage("disk full").setExitCode(74);
            case 2 -> event.getRunFinishedBuilder().setRatioReached(odd()).setPerplexityAfter(odd());
            default ->
                event.getRunStartedBuilder()
                        .setModel("model")
                        .setLayers(once(9) ? -1 : 3 + random.nextInt(5))
                        .setLayersDone(random.nextInt(4))
                        .setTokens(1000)
                        .setRatio(odd())
                        .setMemoryBudgetBytes(random.nextInt(2))
                        .setDeviceBudgetBytes(random.nextInt(2));
        }
    }

    private void stage(RunEvent.Builder event) {
        event.getStageStartedBuilder()
                .setStageValue(random.nextInt(9))
                .setLayer(layer())
                .setLayers(once(4) ? 0 : 5)
                .setTokens(500L * random.nextInt(4));
    }

    private void work(RunEvent.Builder event) {
        for (int i = random.nextInt(4); i > 0; i--) {
            event.getWorkMeasuredBuilder()
                    .addParts(PartTime.newBuilder()
                            .setPart("part " + random.nextInt(5))
                            .setSeconds(odd()))
                    .addQueues(QueueDepth.newBuilder()
                            .setQueue("queue " + i)
                            .setDepth(random.nextInt(5))
                            .setCapacity(random.nextInt(2)));
        }
        event.getWorkMeasuredBuilder();
    }

    private int layer() {
        return once(12) ? random.nextInt() : random.nextInt(6);
    }

    private double odd() {
        return once(2) ? random.nextInt(9) : ODD[random.nextInt(ODD.length)];
    }

    private TargetOutcome outcome(Target target) {
        TargetOutcome.Builder outcome = TargetOutcome.newBuilder()
                .setTarget(target)
                .setCompensation(Compensation.COMPENSATION_ROTATION)
                .setFitted(Errors.newBuilder().setBefore(odd()).setAfter(odd()))
                .setNormRatio(odd());
        if (once(2)) {
            outcome.setHeldOut(Errors.newBuilder().setBefore(odd()).setAfter(odd()))
                    .setRotation(RotationDiagnostics.newBuilder().setSize(odd()).setConditionNumber(odd()))
                    .addWarnings("fallback");
        }
        return outcome.build();
    }

    private LayerOutcome layerOutcome() {
        return LayerOutcome.newBuilder()
                .setLayer(layer())
                .setHeads(KeptHeads.newBuilder().setTotal(4).addQueryHeads(1))
                .setChannels(
                        KeptChannels.newBuilder().setTotal(9).addChannels(3).addChannels(4))
                .setAttention(outcome(Target.TARGET_O_PROJ))
                .setSeconds(odd())
                .build();
    }
}
