package dev.gimbal.engine;

import dev.gimbal.calibration.TokenWindows;
import dev.gimbal.config.CalibrationSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.Layout;
import dev.gimbal.config.Location;
import dev.gimbal.config.MethodSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.Target;
import dev.gimbal.evaluation.Perplexity;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.model.LayerTensor;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.selection.UniformSelection;
import dev.gimbal.statistics.Shards;
import dev.gimbal.surgery.ModelWriter;
import dev.gimbal.surgery.OutputFolder;
import dev.gimbal.surgery.Replaced;
import dev.gimbal.surgery.WrittenShape;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.PartTimes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pruning run that is ready to start: its model is open, its texts are token windows, its output's shape is known. */
public final class PruneJob implements AutoCloseable {
    /** Weights files are split at this size, as Hugging Face's are. */
    private static final long FILE_BYTES = 5_000_000_000L;

    private final PruneSettings settings;
    private final Session session;
    private final CalibrationTokens calibration;
    private final @Nullable Supplier<int[][]> evaluation;

    private PruneJob(
            PruneSettings settings,
            Session session,
            CalibrationTokens calibration,
            @Nullable Supplier<int[][]> evaluation) {
        this.settings = settings;
        this.session = session;
        this.calibration = calibration;
        this.evaluation = evaluation;
    }

    /**
     * Opens the model and reads the texts.
     *
     * @throws dev.gimbal.error.GimbalException when something is missing or not as it should be
     */
    public static PruneJob open(PruneSettings settings) {
        Session session = Session.open(settings.model(), settings.backend());
        try {
            int[] tokens = session.tokens(settings.calibration().text());
            int[][] windows = windows(tokens, settings.calibration());
            EvaluationSettings evaluation = settings.evaluation();
            Supplier<int[][]> texts = null;
            if (evaluation != null) {
                int[][] read = evaluation(session, evaluation);
                texts = () -> read;
            }
            return new PruneJob(settings, session, new CalibrationTokens(windows, tokens.length), texts);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /**
     * Opens the model again for a run that has begun before; the evaluation text is read when it is needed.
     *
     * @param stored gives the tokens of the calibration text, as the run had them
     */
    public static PruneJob reopen(PruneSettings settings, Function<ModelConfig, CalibrationTokens> stored) {
        Session session = Session.open(settings.model(), settings.backend());
        try {
            EvaluationSettings evaluation = settings.evaluation();
            return new PruneJob(
                    settings,
                    session,
                    stored.apply(session.folder().config()),
                    evaluation == null ? null : () -> evaluation(session, evaluation));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static int[][] evaluation(Session session, EvaluationSettings evaluation) {
        return EvalRun.windows(session.tokens(evaluation.text()), evaluation);
    }

    static int[][] windows(int[] tokens, CalibrationSettings calibration) {
        String text = calibration.text().written();
        int count = calibration.windows();
        return switch (calibration.sampling()) {
            case RANDOM -> TokenWindows.random(text, tokens, count, calibration.seq(), calibration.seed());
            case EVEN -> TokenWindows.even(text, tokens, count, calibration.seq());
        };
    }

    public PruneSettings settings() {
        return settings;
    }

    public ModelFolder source() {
        return session.folder();
    }

    public ModelConfig config() {
        return session.folder().config();
    }

    public Backend backend() {
        return session.backend();
    }

    /** Backend name and description, for reports. */
    public String backendDescription() {
        return session.backendDescription();
    }

    public LlamaModel model() {
        return session.model();
    }

    /** Seconds by part of the work, so far. */
    public PartTimes times() {
        return session.times();
    }

    /** What the run calibrates with. */
    public CalibrationTokens calibration() {
        return calibration;
    }

    /** {@code [n][seq]} calibration tokens. */
    public int[][] windows() {
        return calibration.windows();
    }

    /** Tells what the user should know before anything runs. */
    public void warn(Consumer<String> warned) {
        int seq = settings.calibration().seq();
        if (seq > config().maxPositions()) {
            warned.accept("Windows of " + seq + " tokens are longer than the " + config().maxPositions()
                    + " positions that the model was made for (max_position_embeddings); its statistics are then not"
                    + " those of its use.");
        }
        if (shards().tooFewToHoldOut(settings.method().holdout())) {
            warned.accept(windows().length + " calibration windows are too few to hold one in "
                    + settings.method().holdout() + " out; nothing is held out.");
        }
    }

    private Shards shards() {
        return Shards.of(windows().length);
    }

    /** What the layers' work is made with. */
    public LayerWorkshop workshop() {
        return new LayerWorkshop(session.backend(), session.model(), settings.method(), rounding(), windows());
    }

    /** To the type that the file has the target's weight in. */
    Rounding rounding() {
        return (layer, target, values, count) -> dtype(layer, target).round(values, count);
    }

    /** The type that a target's weight has in the model's files. */
    public DType dtype(int layer, Target target) {
        LayerTensor tensor = target == Target.O_PROJ ? LayerTensor.OUTPUT : LayerTensor.DOWN;
        return session.weights().dtype(tensor.of(layer));
    }

    /** The files that the weights are read from. */
    public List<Path> weightFiles() {
        return session.weights().files();
    }

    /** Tokens that an evaluation takes through the model at once where memory is not short. */
    public int usualEvaluationRows() {
        return Perplexity.usualRows(config().hidden());
    }

    /** Whether the evaluation text's perplexity is asked for. */
    public boolean evaluates() {
        return evaluation != null;
    }

    /**
     * The perplexity of the model that is pruned; null when it is not asked for.
     *
     * @param mostRows tokens that go through the model at once
     */
    public @Nullable PerplexityResult evaluateSource(int mostRows, PruneObserver observer) {
        return evaluation == null ? null : EvalRun.measure(session, evaluation.get(), mostRows, observer);
    }

    /** As {@link #evaluateSource}, of a model that was written to {@code folder}. */
    public @Nullable PerplexityResult evaluate(Path folder, int mostRows, PruneObserver observer) {
        if (evaluation == null) {
            return null;
        }
        Location place = new Location(settings.output().written(), folder);
        try (Session written = session.beside(place)) {
            return EvalRun.measure(written, evaluation.get(), mostRows, observer);
        }
    }

    /** Starts the smaller model in {@code output}. */
    public ModelWriter writer(OutputFolder output) {
        ModelWeights weights = session.weights();
        return new ModelWriter(output, session.folder(), weights, shape(), settings.layout(), FILE_BYTES);
    }

    /** Writes one finished layer. */
    public static void write(ModelWriter writer, PrunedLayer layer) {
        writer.write(
                layer.layer(),
                new ModelWriter.Layer(
                        layer.heads(),
                        new Replaced(
                                layer.attention().weight(), layer.attention().bias()),
                        layer.mlp().kept(),
                        new Replaced(layer.mlp().weight(), layer.mlp().bias())));
    }

    /** The sizes of the smaller model. */
    public WrittenShape shape() {
        ModelConfig config = config();
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

    @Override
    public void close() {
        session.close();
    }
}
