package dev.gimbal.saving;

import dev.gimbal.checkpoint.Commit;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.config.Target;
import dev.gimbal.engine.Course;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.engine.store.HiddenStore;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.messages.Measurements;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.Perplexity;
import dev.gimbal.protocol.Phase;
import dev.gimbal.protocol.TargetResult;
import dev.gimbal.selection.LayerScores;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the manifest of a run up to date and commits it. One thread at a time uses it; what it is given must not change
 * until the commit returns.
 */
public final class RunSaver {
    private final RunDirectory run;
    private final PruneJob job;
    private final Manifest before;
    private final Manifest.Builder manifest;
    private final Set<String> saved = new HashSet<>();
    private final long start;

    /**
     * @param before the generation that the run goes on from; of a new run, what it starts with
     * @param start {@link System#nanoTime} when this process took the run up
     */
    public RunSaver(RunDirectory run, Manifest before, PruneJob job, long start) {
        this.run = run;
        this.job = job;
        this.start = start;
        this.before = before;
        this.manifest = before.toBuilder();
        before.getTargetsList().forEach(target -> saved.add(target.getLayer() + " " + target.getTarget()));
    }

    /** The manifest as the next commit will have it. */
    public Manifest.Builder manifest() {
        return manifest;
    }

    /** Adds what the run calibrates with, and the fingerprint of what it depends on. */
    public void begin() {
        WindowsFile.write(run, job.calibration(), manifest);
        manifest.setFingerprint(Fingerprints.of(job));
    }

    /** Adds what the dense model's perplexity is. */
    public void before(PerplexityResult result) {
        manifest.setBefore(Perplexity.newBuilder()
                .setPerplexity(result.perplexity())
                .setMeanLoss(Math.log(result.perplexity()))
                .setWindows(result.windows())
                .setSeq(result.seq())
                .setTokens(result.tokens()));
    }

    /** Adds a layer of the dense model. */
    public void measured(int layer, LayerScores scores) {
        manifest.addMeasured(Measurements.of(layer, scores));
    }

    /** Says what the run is busy with from now on; hidden states of the phase before are of no use. */
    public void phase(Phase phase) {
        if (manifest.getPhase() != phase) {
            manifest.setPhase(phase);
            manifest.clearHidden();
            manifest.clearStatistics();
        }
    }

    /** Writes the targets of a layer that are solved and not yet written. */
    public void targets(int layer, Map<Target, SolvedTarget> solutions, double seconds) {
        for (Target target : Target.values()) {
            SolvedTarget solved = solutions.get(target);
            if (solved != null && saved.add(layer + " " + dev.gimbal.messages.Outcomes.of(target))) {
                TargetResult result = TargetFile.write(run, layer, solved, job.dtype(layer, target));
                manifest.addTargets(result.toBuilder().setLayerSeconds(seconds));
            }
        }
        manifest.clearStatistics();
    }

    /** Writes what is gathered of a target that is not solved; null when nothing is. */
    public void statistics(int layer, Course.@Nullable Complete unfinished) {
        manifest.clearStatistics();
        if (unfinished != null && unfinished.gathering().shardsDone() > 0) {
            manifest.setStatistics(StatisticsSaving.write(run, layer, unfinished));
        }
    }

    /** Writes the hidden states as they are now. */
    public void hidden(HiddenStore hidden) {
        manifest.clearHidden().addAllHidden(hidden.capture(run));
    }

    /** Adds a sentence for the report. */
    public void warning(String message) {
        manifest.addWarnings(message);
    }

    /** Makes everything that was given durable. */
    public Commit commit() {
        manifest.clearSecondsByPart().putAllSecondsByPart(secondsByPart());
        manifest.setSecondsWorked(secondsWorked());
        return run.commit(manifest.clone());
    }

    /** Working time of the run by part of the work, pauses left out. */
    public Map<String, Double> secondsByPart() {
        Map<String, Double> all = new LinkedHashMap<>(job.times().seconds());
        before.getSecondsByPartMap().forEach((part, seconds) -> all.merge(part, seconds, Double::sum));
        return all;
    }

    /** Layers whose targets are both in the manifest. */
    public int layersDone() {
        return manifest.getTargetsCount() / Target.values().length;
    }

    /** Working time of the run, pauses left out. */
    public double secondsWorked() {
        return before.getSecondsWorked() + (System.nanoTime() - start) * 1e-9;
    }
}
