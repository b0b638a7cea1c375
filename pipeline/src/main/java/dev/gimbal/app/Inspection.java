package dev.gimbal.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.model.input.StrictJson;
import dev.gimbal.surgery.OutputFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a model's folder holds.
 *
 * @param parameters of the whole model, tied embeddings counted once
 * @param dtypes that weights are stored in
 * @param pruning null when the folder does not say that this program pruned it
 */
record Inspection(
        String folder,
        @Nullable String name,
        String architecture,
        long parameters,
        List<String> dtypes,
        int layers,
        int hidden,
        int heads,
        int keyValueHeads,
        int headSize,
        int channels,
        int vocabulary,
        int positions,
        boolean tiedEmbeddings,
        boolean attentionBias,
        boolean mlpBias,
        @Nullable Pruning pruning) {

    private static final long LONGEST_REPORT = 1L << 30;

    /**
     * What {@code gimbal.json} tells of the run that wrote the folder; a number that it lacks is NaN.
     *
     * @param gimbal the version that wrote it
     * @param model what was pruned
     */
    record Pruning(
            String gimbal,
            String model,
            String score,
            String compensation,
            double ratioAsked,
            double ratioReached,
            double perplexityBefore,
            double perplexityAfter) {

        static @Nullable Pruning read(Path folder) {
            Path report = folder.resolve(OutputFolder.REPORT);
            if (!Files.exists(report)) {
                return null;
            }
            JsonNode json = StrictJson.object(report, LONGEST_REPORT);
            return new Pruning(
                    json.at("/gimbal").asText("unknown"),
                    json.at("/model/name").asText("unknown"),
                    json.at("/settings/score").asText("unknown"),
                    json.at("/settings/compensation").asText("unknown"),
                    json.at("/ratio/asked").asDouble(Double.NaN),
                    json.at("/ratio/reached").asDouble(Double.NaN),
                    json.at("/perplexity/before").asDouble(Double.NaN),
                    json.at("/perplexity/after").asDouble(Double.NaN));
        }

        private void describe(StringBuilder text) {
            line(text, "pruned", "from " + model + " by gimbal " + gimbal);
            line(text, "method", "score " + score + ", compensation " + compensation);
            line(
                    text,
                    "removed",
                    String.format(
                            Locale.ROOT,
                            "%.2f %% of the prunable parameters (%.2f %% asked)",
                            100 * ratioReached,
                            100 * ratioAsked));
            if (!Double.isNaN(perplexityAfter)) {
                line(
                        text,
                        "perplexity",
                        String.format(Locale.ROOT, "%.3f -> %.3f, measured then", perplexityBefore, perplexityAfter));
            }
        }
    }

    /** Reads configuration and the weights' headers, no weight. */
    static Inspection of(ModelFolder model) {
        ModelConfig config = model.config();
        ModelWeights weights = model.weights();
        return new Inspection(
                model.path().toString(),
                model.name(),
                config.type().architecture(),
                CheckpointLayout.parameters(config),
                weights.shapes().keySet().stream()
                        .map(tensor -> weights.dtype(tensor).name())
                        .distinct()
                        .sorted()
                        .toList(),
                config.layers(),
                config.hidden(),
                config.heads(),
                config.keyValueHeads(),
                config.headDim(),
                config.intermediate(),
                config.vocabulary(),
                config.maxPositions(),
                config.tieEmbeddings(),
                config.attentionBias(),
                config.mlpBias(),
                Pruning.read(model.path()));
    }

    /** For people. */
    String summary() {
        StringBuilder text = new StringBuilder();
        line(text, "folder", folder);
        if (name != null) {
            line(text, "name", name);
        }
        line(text, "type", architecture);
        line(text, "parameters", String.format(Locale.ROOT, "%,d in %s", parameters, String.join(", ", dtypes)));
        line(text, "layers", layers + " of width " + hidden);
        line(text, "heads", heads + " of size " + headSize + ", " + keyValueHeads + " key-value heads");
        line(text, "channels", channels + " in each MLP");
        line(text, "vocabulary", vocabulary + " tokens" + (tiedEmbeddings ? ", embeddings tied" : ""));
        line(text, "positions", Integer.toString(positions));
        if (attentionBias || mlpBias) {
            line(
                    text,
                    "biases",
                    (attentionBias ? "attention" : "")
                            + (attentionBias && mlpBias ? ", " : "")
                            + (mlpBias ? "MLP" : ""));
        }
        if (pruning == null) {
            line(text, "pruned", "not by gimbal, or not known");
        } else {
            pruning.describe(text);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-11s %s\n", what, value));
    }
}
