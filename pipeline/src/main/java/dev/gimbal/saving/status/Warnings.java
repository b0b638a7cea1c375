package dev.gimbal.saving.status;

import dev.gimbal.checkpoint.RunState;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Target;
import dev.gimbal.protocol.TargetResult;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a user should know of an unfinished run, each sentence once. */
final class Warnings {
    private Warnings() {}

    /** Of the checkpoint itself, of the run as a whole, of single targets. */
    static List<String> of(RunState state, Chronicle chronicle) {
        Set<String> all = new LinkedHashSet<>();
        state.damages()
                .forEach(damage ->
                        all.add("A newer checkpoint is damaged; gimbal resume goes on from this one: " + damage + "."));
        Manifest manifest = state.manifest();
        if (manifest != null) {
            all.addAll(manifest.getWarningsList());
        }
        all.addAll(chronicle.warnings());
        if (manifest != null) {
            manifest.getTargetsList().forEach(target -> add(target, all));
        }
        return List.copyOf(all);
    }

    private static void add(TargetResult result, Set<String> all) {
        String target = result.getTarget() == Target.TARGET_O_PROJ ? "o_proj" : "down_proj";
        result.getOutcome().getWarningsList().forEach(warning -> all.add(of(result.getLayer(), target, warning)));
    }

    /** @param layer counts from 0 */
    static String of(int layer, String target, String warning) {
        return "layer " + (layer + 1) + ", " + target + ": " + warning;
    }
}
