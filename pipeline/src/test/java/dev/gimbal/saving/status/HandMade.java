package dev.gimbal.saving.status;

import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.protocol.Compensation;
import dev.gimbal.protocol.HeadUnit;
import dev.gimbal.protocol.KeptHeads;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.Piece;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.RunStopped;
import dev.gimbal.protocol.SettingText;
import dev.gimbal.protocol.Stage;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetOutcome;
import dev.gimbal.protocol.TargetResult;
import dev.gimbal.protocol.TokensDone;
import dev.gimbal.protocol.WarningRaised;
import java.nio.ByteBuffer;
import java.util.List;

/** What is in run directories that are made by hand: settings, results of targets, events. */
final class HandMade {
    /** When the first event is. */
    static final long T0 = 1_700_000_000_000L;

    private HandMade() {}

    static RunEvent.Builder started(boolean resumed) {
        return RunEvent.newBuilder()
                .setTimeUnixMs(T0)
                .setRunStarted(RunStarted.newBuilder()
                        .setModel("m")
                        .setOutput("o")
                        .setLayers(4)
                        .setTokens(1000)
                        .setRatio(0.25)
                        .setCompensation("ridge")
                        .setResumed(resumed));
    }

    static RunEvent.Builder stage(Stage stage, int layer, long time) {
        return RunEvent.newBuilder()
                .setTimeUnixMs(T0 + time)
                .setStageStarted(StageStarted.newBuilder()
                        .setStage(stage)
                        .setLayer(layer)
                        .setLayers(4)
                        .setTokens(1000));
    }

    static RunEvent.Builder tokens(long tokens, long time) {
        return RunEvent.newBuilder()
                .setTimeUnixMs(T0 + time)
                .setTokensDone(TokensDone.newBuilder().setTokens(tokens).setOf(1000));
    }

    static RunEvent.Builder warning(String message) {
        return RunEvent.newBuilder()
                .setTimeUnixMs(T0 + 9000)
                .setWarningRaised(WarningRaised.newBuilder().setMessage(message));
    }

    static RunEvent.Builder stopped() {
        return RunEvent.newBuilder()
                .setTimeUnixMs(T0 + 9000)
                .setRunStopped(RunStopped.newBuilder().setReason("SIGTERM"));
    }

    private static SettingText setting(String key, String text) {
        return SettingText.newBuilder()
                .setKey(key)
                .setText(text)
                .setBaseFolder("/somewhere")
                .setFlag(true)
                .build();
    }

    /** With {@code targets} of layers 0, 0, 1, 1 and so on. */
    static Manifest.Builder manifest(RunDirectory run, int targets) {
        Manifest.Builder manifest = Manifest.newBuilder()
                .setPhase(Phase.PHASE_PRUNE)
                .addSettings(setting("model", "an/older"))
                .addSettings(setting("model", "a/model"))
                .addSettings(setting("output", "out/smaller"))
                .addSettings(setting("ratio", "0.3"))
                .addSettings(setting("score", "wifv"))
                .addSettings(setting("a-key-of-a-later-version", "x"));
        for (int target = 0; target < targets; target++) {
            Target which = target % 2 == 0 ? Target.TARGET_O_PROJ : Target.TARGET_DOWN_PROJ;
            TargetResult.Builder result = TargetResult.newBuilder()
                    .setLayer(target / 2)
                    .setTarget(which)
                    .addAllKept(List.of(0))
                    .setOutcome(TargetOutcome.newBuilder()
                            .setTarget(which)
                            .setCompensation(Compensation.COMPENSATION_NONE)
                            .addAllWarnings(target == 2 ? List.of("Ill.") : List.of()))
                    .setData(piece(run, "t" + target + "-" + System.nanoTime()));
            if (which == Target.TARGET_O_PROJ) {
                result.setHeads(KeptHeads.newBuilder().setUnit(HeadUnit.HEAD_UNIT_GROUP));
            }
            manifest.addTargets(result);
        }
        return manifest;
    }

    private static Piece piece(RunDirectory run, String name) {
        try (var writer = run.write(name)) {
            writer.append(ByteBuffer.wrap(new byte[] {1, 2}));
            return writer.finish();
        }
    }
}
