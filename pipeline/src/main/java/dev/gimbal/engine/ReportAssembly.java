package dev.gimbal.engine;

import dev.gimbal.config.CalibrationSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.statistics.Shards;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the report of a finished run together. */
public final class ReportAssembly {
    /** How far the ratio that is reached may be from the one asked for before the user is told. */
    private static final double RATIO_TOLERANCE = 0.02;

    private final PruneJob job;
    private final String version;
    private final ModelConfig written;

    /**
     * @param version of the program
     * @param written the smaller model's configuration
     */
    public ReportAssembly(PruneJob job, String version, ModelConfig written) {
        this.job = job;
        this.version = version;
        this.written = written;
    }

    /** Says when whole units came to another ratio than was asked for. */
    public static void warnOfRatio(PruneJob job, List<LayerReport> layers, PruneObserver observer) {
        double asked = job.settings().method().ratio();
        double reached = ratioReached(job.config(), layers);
        if (Math.abs(reached - asked) > RATIO_TOLERANCE) {
            observer.warned(String.format(
                    Locale.ROOT,
                    "%.1f %% of the prunable parameters are gone where %.1f %% were asked for: whole heads and channels,"
                            + " the budget or multiple-of allow no nearer.",
                    100 * reached,
                    100 * asked));
        }
    }

    /**
     * The report.
     *
     * @param run tells the run from others; null where it left no directory
     * @param parts seconds by part of the work
     * @param seconds in all
     */
    public PruneReport report(
            @Nullable String run,
            List<LayerReport> layers,
            List<String> warnings,
            @Nullable PerplexityResult before,
            @Nullable PerplexityResult after,
            Map<String, Double> parts,
            double seconds) {
        ModelConfig source = job.config();
        PruneSettings settings = job.settings();
        Map<String, Double> times = new LinkedHashMap<>(parts);
        times.put("total", seconds);
        return new PruneReport(
                version,
                run,
                settings.writtenOfResult(),
                new PruneReport.Model(
                        settings.model().written(),
                        source.type().architecture(),
                        written.type().architecture()),
                job.backendDescription(),
                new PruneReport.Ratio(settings.method().ratio(), ratioReached(source, layers)),
                new PruneReport.Parameters(CheckpointLayout.parameters(source), CheckpointLayout.parameters(written)),
                calibration(settings),
                perplexity(settings.evaluation(), before, after),
                times,
                settings.output().written(),
                layers,
                warnings);
    }

    private PruneReport.Calibration calibration(PruneSettings settings) {
        CalibrationSettings calibration = settings.calibration();
        Shards shards = Shards.of(calibration.windows());
        return new PruneReport.Calibration(
                calibration.text().written(),
                job.calibration().textTokens(),
                calibration.windows(),
                calibration.seq(),
                calibration.sampling(),
                calibration.seed(),
                (long) calibration.windows() * calibration.seq(),
                (long) shards.heldOutWindows(settings.method().holdout()) * calibration.seq());
    }

    /** The share of the projections' weights that went, whatever the layout. */
    private static double ratioReached(ModelConfig source, List<LayerReport> layers) {
        long before = 0;
        long after = 0;
        for (LayerReport layer : layers) {
            long head = 2L * source.hidden() * source.headDim();
            long channel = 3L * source.hidden();
            before += head * (source.heads() + source.keyValueHeads()) + channel * source.intermediate();
            after += head * (layer.heads().kept().size() + layer.heads().keyValueKept())
                    + channel * layer.channels().kept().size();
        }
        return 1 - (double) after / before;
    }

    private static PruneReport.@Nullable Perplexity perplexity(
            @Nullable EvaluationSettings evaluation,
            @Nullable PerplexityResult before,
            @Nullable PerplexityResult after) {
        if (evaluation == null || before == null || after == null) {
            return null;
        }
        return new PruneReport.Perplexity(
                before.perplexity(),
                after.perplexity(),
                evaluation.text().written(),
                before.seq(),
                before.windows(),
                before.tokens());
    }
}
