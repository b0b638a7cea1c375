package dev.gimbal.actor;

import dev.gimbal.config.Target;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneJob;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.ReportAssembly;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.engine.RunCard;
import dev.gimbal.engine.RunRecorder;
import dev.gimbal.engine.SolvedTarget;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.saving.Resumption;
import dev.gimbal.saving.RunSaver;
import dev.gimbal.surgery.ModelWriter;
import dev.gimbal.tensor.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The end of a run: from its solved targets, all in the run directory, to the finished output. */
final class ModelWriting {
    private final PruneParts parts;
    private final RunSaver saver;
    private final List<LayerReport> layers;
    private final @Nullable PerplexityResult before;
    private final RunRecorder recorder;

    /**
     * @param saver holds the manifest with every target
     * @param before the dense model's perplexity; null when it is not asked for
     */
    ModelWriting(
            PruneParts parts,
            RunSaver saver,
            List<LayerReport> layers,
            @Nullable PerplexityResult before,
            PruneObserver observer) {
        this.parts = parts;
        this.saver = saver;
        this.layers = layers;
        this.before = before;
        this.recorder = new RunRecorder(observer);
    }

    /** Writes, measures, and puts the output in place; then only the report is left of the run. */
    PruneReport run() {
        PruneJob job = parts.job();
        try (ModelWriter writer = job.writer(parts.output())) {
            job.times().measure(Part.OUTPUT, () -> writeLayers(writer));
            job.times().measure(Part.OUTPUT, writer::writeUnchanged);
            job.times().measure(Part.OUTPUT, writer::finishModel);
            ReportAssembly.warnOfRatio(job, layers, recorder);
            PerplexityResult after =
                    job.evaluate(parts.output().path(""), parts.plan().evaluationRows(), recorder);
            PruneReport report = new ReportAssembly(job, parts.version(), writer.config())
                    .report(
                            parts.run().runId(),
                            layers,
                            warnings(),
                            before,
                            after,
                            saver.secondsByPart(),
                            saver.secondsWorked());
            String json = ReportJson.write(report);
            writer.describe(json, RunCard.of(report, job.source(), job.shape()));
            job.times().measure(Part.OUTPUT, () -> parts.output().commit());
            parts.run().finish(json.getBytes(StandardCharsets.UTF_8));
            return report;
        }
    }

    private List<String> warnings() {
        List<String> all = new ArrayList<>(saver.manifest().getWarningsList());
        all.addAll(recorder.warnings());
        return all;
    }

    /** Layers are independent of each other, so each worker writes one. */
    private void writeLayers(ModelWriter writer) {
        PruneJob job = parts.job();
        Resumption all = new Resumption(parts.run(), saver.manifest().build(), job.backend(), parts.workshop());
        int most = parts.plan().writersAtOnce();
        for (int first = 0; first < layers.size(); first += most) {
            int from = first;
            job.backend().forEach(Math.min(most, layers.size() - from), i -> write(writer, all, from + i));
        }
    }

    private void write(ModelWriter writer, Resumption all, int layer) {
        try (SolvedTarget attention = Objects.requireNonNull(all.solved(layer, Target.O_PROJ));
                SolvedTarget mlp = Objects.requireNonNull(all.solved(layer, Target.DOWN_PROJ))) {
            PruneJob.write(writer, all.layer(layer, attention, mlp));
        }
    }
}
