package dev.gimbal.surgery;

import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.Layout;
import dev.gimbal.model.HiddenStates;
import dev.gimbal.model.LayerForward;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.LlamaModel;
import dev.gimbal.model.Model;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.HeadUnits;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small model with random heads and channels taken out and random replacements put in, and what it must compute: by
 * definition, that of the original with nothing but zeros and the replacement in the columns of both targets.
 *
 * @param biases whether the replacements have biases where the model has none
 */
record PrunedModel(ModelFolder source, HeadUnit unit, boolean biases, long seed) {
    private static final int SEQ = 11;
    private static final Backend BACKEND = ReferenceBackend.open();

    /** Which columns of both targets stay in a layer. */
    private record Kept(KeptHeads heads, int[] channels) {}

    WrittenShape shape(Layout layout) {
        ModelConfig config = source.config();
        boolean attention = config.attentionBias() || biases;
        boolean mlp = config.mlpBias() || biases;
        if (layout == Layout.MASKED) {
            return WrittenShape.of(
                    config, config.heads(), config.keyValueHeads(), config.intermediate(), attention, mlp);
        }
        Kept kept = kept(0);
        return WrittenShape.of(
                config, kept.heads.heads(), kept.heads.keyValueHeads(), kept.channels.length, attention, mlp);
    }

    /** Writes it to {@code target}, in files of at most {@code fileBytes}. */
    ModelFolder write(Path target, Layout layout, long fileBytes) {
        ModelWeights weights = source.weights();
        try (OutputFolder output = OutputFolder.create(target, false);
                ModelWriter writer = new ModelWriter(output, source, weights, shape(layout), layout, fileBytes)) {
            Model model = new LlamaModel(BACKEND, source.config(), weights);
            // Layers may come in any order.
            for (int layer = model.layers() - 1; layer >= 0; layer--) {
                try (Scope scope = BACKEND.open()) {
                    writer.write(layer, pruned(model, layer, scope));
                }
            }
            writer.writeUnchanged();
            writer.finishModel();
            writer.describe("{}\n", new CardFacts("pruned", "source", null, List.of(), List.of()));
            output.commit();
        }
        return ModelFolder.open(target.toString());
    }

    /** What the pruned model must compute. */
    float[] expectedLogits() {
        Model model = new LlamaModel(BACKEND, source.config(), source.weights());
        return logits(model, (layer, scope) -> {
            ModelWriter.Layer pruned = pruned(model, layer, scope);
            LayerWeights w = model.layer(layer, scope);
            Tensor output = scattered(pruned.output().weight(), pruned.heads().columns(), w.output(), scope);
            Tensor down = scattered(pruned.down().weight(), pruned.channels(), w.down(), scope);
            return new LayerWeights(
                    w.inputNorm(),
                    w.qkv(),
                    w.qkvBias(),
                    output,
                    pruned.output().bias(),
                    w.postAttentionNorm(),
                    w.gateUp(),
                    w.gateUpBias(),
                    down,
                    pruned.down().bias());
        });
    }

    /** What a written folder computes. */
    static float[] logits(ModelFolder folder) {
        Model model = new LlamaModel(BACKEND, folder.config(), folder.weights());
        return logits(model, model::layer);
    }

    private interface Layers {
        LayerWeights of(int layer, Scope scope);
    }

    private static float[] logits(Model model, Layers layers) {
        int vocabulary = model.vocabulary();
        int[][] windows = {
            IntStream.range(0, SEQ).map(i -> (i * 37 + 5) % vocabulary).toArray()
        };
        try (Scope scope = BACKEND.open()) {
            Tensor hidden = HiddenStates.embed(BACKEND, model, windows, scope);
            LayerForward forward = new LayerForward(BACKEND, model.geometry(), SEQ, model.rotary(scope, SEQ));
            for (int layer = 0; layer < model.layers(); layer++) {
                forward.layer(layers.of(layer, scope), hidden);
            }
            BACKEND.rmsNorm(hidden, model.finalNorm(scope), model.geometry().epsilon(), hidden);
            Tensor logits = scope.f32(SEQ, vocabulary);
            BACKEND.project(hidden, model.head(scope), logits);
            float[] values = new float[SEQ * vocabulary];
            for (int row = 0; row < SEQ; row++) {
                logits.read(row, 0, values, row * vocabulary, vocabulary);
            }
            return values;
        }
    }

    private ModelWriter.Layer pruned(Model model, int layer, Scope scope) {
        LayerWeights original = model.layer(layer, scope);
        Kept kept = kept(layer);
        SplittableRandom random = new SplittableRandom(seed * 1000 + layer);
        return new ModelWriter.Layer(
                kept.heads,
                replaced(kept.heads.columns().length, original.outputBias(), random, scope),
                kept.channels,
                replaced(kept.channels.length, original.downBias(), random, scope));
    }

    private Replaced replaced(int columns, @Nullable Tensor bias, SplittableRandom random, Scope scope) {
        int d = source.config().hidden();
        Tensor weight = random(d, columns, random, scope);
        return new Replaced(weight, bias != null || biases ? random(1, d, random, scope) : null);
    }

    private static Tensor random(int rows, int columns, SplittableRandom random, Scope scope) {
        Tensor tensor = scope.f32(rows, columns);
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                // Exact in every type that weights are stored in, so that rounding leaves them alone.
                row[j] = random.nextInt(-64, 65) / 128f;
            }
            tensor.write(i, 0, row, 0, columns);
        }
        return tensor;
    }

    /** Other units in every layer, but as many; a fourth of the channels goes. */
    private Kept kept(int layer) {
        ModelConfig config = source.config();
        HeadGeometry geometry =
                new HeadGeometry(config.hidden(), config.heads(), config.keyValueHeads(), config.headDim());
        HeadUnits units = new HeadUnits(geometry, unit);
        SplittableRandom random = new SplittableRandom(seed + 31L * layer);
        double[] scores = random.doubles(config.heads()).toArray();
        int[] order = IntStream.range(0, config.intermediate()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        int[] channels =
                IntStream.of(order).limit(order.length * 3L / 4).sorted().toArray();
        return new Kept(units.keep(scores, Math.min(units.count() - 1, (units.count() + 2) / 3)), channels);
    }

    private static Tensor scattered(Tensor kept, int[] columns, Tensor like, Scope scope) {
        Tensor full = scope.f32(like.rows(), like.cols());
        float[] from = new float[columns.length];
        for (int i = 0; i < like.rows(); i++) {
            kept.read(i, 0, from, 0, from.length);
            float[] row = new float[like.cols()];
            for (int j = 0; j < columns.length; j++) {
                row[columns[j]] = from[j];
            }
            full.write(i, 0, row, 0, row.length);
        }
        return full;
    }
}
