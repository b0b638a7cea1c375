package dev.gimbal.engine;

import dev.gimbal.calibration.TokenWindows;
import dev.gimbal.config.CalibrationSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.Layout;
import dev.gimbal.config.Location;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Target;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.LayerTensor;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.selection.UniformSelection;
import dev.gimbal.statistics.Shards;
import dev.gimbal.surgery.ModelWriter;
import dev.gimbal.surgery.OutputFolder;
import dev.gimbal.surgery.Replaced;
import dev.gimbal.surgery.WrittenShape;
import dev.gimbal.tensor.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole pruning run in one process: from a model's folder and a text to a smaller model's folder. */
public final class PruneRun {
    /** Weights files are split at this size, as Hugging Face's are. */
    private static final long FILE_BYTES = 5_000_000_000L;

    /** How far the ratio that is reached may be from the one asked for before the user is told. */
    private static final double RATIO_TOLERANCE = 0.02;

    private final PruneSettings settings;
    private final String version;
    private final PruneObserver observer;
    private final List<LayerReport> layers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final PruneObserver recorder = new Recorder();
    private final long start = System.nanoTime();

    /** @param version of the program, for the report */
    public PruneRun(PruneSettings settings, String version, PruneObserver observer) {
        this.settings = settings;
        this.version = version;
        this.observer = observer;
    }

    /** Prunes, writes the output folder, and tells the observer on the way. */
    public PruneReport run() {
        observer.stageStarted(Stage.LOAD, 0, 0, 0);
        try (Session session = Session.open(settings.model(), settings.backend());
                OutputFolder output = OutputFolder.create(settings.output().path(), settings.force())) {
            int[] tokens = session.tokens(settings.calibration().text());
            int[][] windows = windows(tokens, settings.calibration());
            warnOfPositions(session.folder().config());
            EvaluationSettings evaluation = settings.evaluation();
            int[][] texts = evaluation == null ? null : EvalRun.windows(session.tokens(evaluation.text()), evaluation);
            PerplexityResult before = texts == null ? null : EvalRun.measure(session, texts, observer);

            WrittenShape shape = shape(session.folder().config());
            try (ModelWriter writer = new ModelWriter(
                    output, session.folder(), session.weights(), shape, settings.layout(), FILE_BYTES)) {
                prune(session, windows, writer);
                observer.stageStarted(Stage.WRITE, 0, 0, 0);
                session.times().measure(Part.OUTPUT, writer::writeUnchanged);
                session.times().measure(Part.OUTPUT, writer::finishModel);
                warnOfRatio(session.folder().config());
                PerplexityResult after = texts == null ? null : evaluate(session, output.path(""), texts);
                PruneReport report = report(session, writer.config(), tokens.length, before, after);
                writer.describe(ReportJson.write(report), RunCard.of(report, session.folder(), shape));
                session.times().measure(Part.OUTPUT, output::commit);
                return report;
            }
        }
    }

    private void warnOfPositions(ModelConfig config) {
        int seq = settings.calibration().seq();
        if (seq > config.maxPositions()) {
            recorder.warned("Windows of " + seq + " tokens are longer than the " + config.maxPositions()
                    + " positions that the model was made for (max_position_embeddings); its statistics are then not"
                    + " those of its use.");
        }
    }

    private void warnOfRatio(ModelConfig source) {
        double asked = settings.method().ratio();
        double reached = ratioReached(source);
        if (Math.abs(reached - asked) > RATIO_TOLERANCE) {
            recorder.warned(String.format(
                    Locale.ROOT,
                    "%.1f %% of the prunable parameters are gone where %.1f %% were asked for: whole heads and channels,"
                            + " the budget or multiple-of allow no nearer.",
                    100 * reached,
                    100 * asked));
        }
    }

    private void prune(Session session, int[][] windows, ModelWriter writer) {
        LlamaModel model = session.model();
        PruneEngine engine = new PruneEngine(session.backend(), model, settings.method(), rounding(session), recorder);
        engine.prune(windows, layer -> session.times()
                .measure(Part.OUTPUT, () -> writer.write(layer.layer(), written(layer))));
    }

    private static ModelWriter.Layer written(PrunedLayer layer) {
        return new ModelWriter.Layer(
                layer.original(),
                layer.heads(),
                new Replaced(layer.attention().weight(), layer.attention().bias()),
                layer.mlp().kept(),
                new Replaced(layer.mlp().weight(), layer.mlp().bias()));
    }

    /** To the type that the file has the target's weight in. */
    private static Rounding rounding(Session session) {
        return (layer, target, values, count) -> {
            LayerTensor tensor = target == Target.O_PROJ ? LayerTensor.OUTPUT : LayerTensor.DOWN;
            DType type = session.weights().dtype(tensor.of(layer));
            type.round(values, count);
        };
    }

    private PerplexityResult evaluate(Session source, Path written, int[][] texts) {
        Location place = new Location(settings.output().written(), written);
        try (Session session = Session.open(place, settings.backend(), source.times())) {
            return EvalRun.measure(session, texts, observer);
        }
    }

    static int[][] windows(int[] tokens, CalibrationSettings calibration) {
        return switch (calibration.sampling()) {
            case RANDOM -> TokenWindows.random(tokens, calibration.windows(), calibration.seq(), calibration.seed());
            case EVEN -> TokenWindows.even(tokens, calibration.windows(), calibration.seq());
        };
    }

    private WrittenShape shape(ModelConfig config) {
        MethodSettings method = settings.method();
        boolean attentionBias = config.attentionBias() || method.addsBias(Target.O_PROJ);
        boolean mlpBias = config.mlpBias() || method.addsBias(Target.DOWN_PROJ);
        if (settings.layout() == Layout.MASKED) {
            return WrittenShape.of(
                    config, config.heads(), config.keyValueHeads(), config.intermediate(), attentionBias, mlpBias);
        }
        UniformSelection selection = UniformSelection.of(TargetScores.heads(config), config.intermediate(), method);
        KeptHeads heads = selection.heads(new double[config.heads()]);
        return WrittenShape.of(
                config, heads.heads(), heads.keyValueHeads(), selection.keptChannels(), attentionBias, mlpBias);
    }

    private PruneReport report(
            Session session,
            ModelConfig written,
            long textTokens,
            @Nullable PerplexityResult before,
            @Nullable PerplexityResult after) {
        ModelConfig source = session.folder().config();
        CalibrationSettings calibration = settings.calibration();
        Shards shards = Shards.of(calibration.windows());
        return new PruneReport(
                version,
                settings.written(),
                new PruneReport.Model(
                        settings.model().written(),
                        source.type().architecture(),
                        written.type().architecture()),
                session.backendDescription(),
                new PruneReport.Ratio(settings.method().ratio(), ratioReached(source)),
                new PruneReport.Parameters(CheckpointLayout.parameters(source), CheckpointLayout.parameters(written)),
                new PruneReport.Calibration(
                        calibration.text().written(),
                        textTokens,
                        calibration.windows(),
                        calibration.seq(),
                        calibration.sampling(),
                        calibration.seed(),
                        (long) calibration.windows() * calibration.seq(),
                        (long) shards.heldOutWindows(settings.method().holdout()) * calibration.seq()),
                perplexity(before, after),
                seconds(session),
                settings.output().written(),
                layers,
                warnings);
    }

    /** The share of the projections' weights that went, whatever the layout. */
    private double ratioReached(ModelConfig source) {
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

    private PruneReport.@Nullable Perplexity perplexity(
            @Nullable PerplexityResult before, @Nullable PerplexityResult after) {
        EvaluationSettings evaluation = settings.evaluation();
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

    private Map<String, Double> seconds(Session session) {
        Map<String, Double> seconds = new LinkedHashMap<>(session.times().seconds());
        seconds.put("total", (System.nanoTime() - start) * 1e-9);
        return seconds;
    }

    /** Passes everything on and keeps what belongs into the report. */
    private final class Recorder implements PruneObserver {
        @Override
        public void stageStarted(Stage stage, int layer, int total, long tokens) {
            observer.stageStarted(stage, layer, total, tokens);
        }

        @Override
        public void tokensDone(long tokens) {
            observer.tokensDone(tokens);
        }

        @Override
        public void layerPruned(LayerReport report) {
            layers.add(report);
            observer.layerPruned(report);
        }

        @Override
        public void warned(String message) {
            warnings.add(message);
            observer.warned(message);
        }
    }
}
