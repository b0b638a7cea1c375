package dev.gimbal.engine;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.surgery.ModelWriter;
import dev.gimbal.surgery.OutputFolder;
import dev.gimbal.tensor.Part;

/**
 * A whole pruning run in one thread's loop: from a model's folder and a text to a smaller model's folder, with everything
 * in memory and nothing saved on the way. What the actors are held to.
 */
public final class PruneRun {
    private final PruneSettings settings;
    private final String version;
    private final RunRecorder recorder;
    private final long start = System.nanoTime();

    /** @param version of the program, for the report */
    public PruneRun(PruneSettings settings, String version, PruneObserver observer) {
        this.settings = settings;
        this.version = version;
        this.recorder = new RunRecorder(observer);
    }

    /** Prunes, writes the output folder, and tells the observer on the way. */
    public PruneReport run() {
        recorder.stageStarted(Stage.LOAD, 0, 0, 0);
        try (PruneJob job = PruneJob.open(settings);
                OutputFolder output = OutputFolder.create(settings.output().path(), settings.force())) {
            job.warn(recorder::warned);
            PerplexityResult before = job.evaluateSource(job.usualEvaluationRows(), recorder);
            try (ModelWriter writer = job.writer(output)) {
                prune(job, writer);
                recorder.stageStarted(Stage.WRITE, 0, 0, 0);
                job.times().measure(Part.OUTPUT, writer::writeUnchanged);
                job.times().measure(Part.OUTPUT, writer::finishModel);
                ReportAssembly assembly = new ReportAssembly(job, version, writer.config());
                ReportAssembly.warnOfRatio(job, recorder.layers(), recorder);
                PerplexityResult after = job.evaluate(output.path(""), job.usualEvaluationRows(), recorder);
                PruneReport report = assembly.report(
                        null,
                        recorder.layers(),
                        recorder.warnings(),
                        before,
                        after,
                        job.times().seconds(),
                        seconds());
                writer.describe(ReportJson.write(report), RunCard.of(report, job.source(), job.shape()));
                job.times().measure(Part.OUTPUT, output::commit);
                return report;
            }
        }
    }

    private void prune(PruneJob job, ModelWriter writer) {
        PruneEngine engine = new PruneEngine(job.backend(), job.model(), settings.method(), job.rounding(), recorder);
        engine.prune(job.windows(), layer -> job.times().measure(Part.OUTPUT, () -> PruneJob.write(writer, layer)));
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }
}
