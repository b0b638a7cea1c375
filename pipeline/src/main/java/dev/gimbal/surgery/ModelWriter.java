package dev.gimbal.surgery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.config.Layout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.selection.KeptHeads;
import java.nio.file.Path;

/**
 * Writes a pruned model into an {@link OutputFolder}, a layer at a time and in any order. Numbers keep the type that they
 * have in the source.
 */
public final class ModelWriter implements AutoCloseable {
    private final OutputFolder folder;
    private final ModelFolder source;
    private final StoredRows stored;
    private final ObjectNode configJson;
    private final ModelConfig config;
    private final Layout layout;
    private final TensorFiles files;

    /**
     * Announces every tensor of the new model.
     *
     * @param layout {@code MASKED} keeps the source's sizes, so {@code shape} must have them
     * @param fileBytes a weights file is no longer than this unless one tensor is
     */
    public ModelWriter(
            OutputFolder folder,
            ModelFolder source,
            ModelWeights weights,
            WrittenShape shape,
            Layout layout,
            long fileBytes) {
        this.folder = folder;
        this.source = source;
        this.layout = layout;
        this.configJson = WrittenConfig.of(source.config(), shape);
        this.config = ModelConfig.parse(configJson, ModelFolder.CONFIG);
        this.files = TensorFiles.create(folder, config, weights, fileBytes);
        this.stored = new StoredRows(weights, files);
    }

    /**
     * What pruning made of a layer.
     *
     * @param heads those that stay
     * @param output what replaces {@code o_proj}'s kept columns
     * @param channels those that stay, ascending
     * @param down what replaces {@code down_proj}'s kept columns
     */
    public record Layer(KeptHeads heads, Replaced output, int[] channels, Replaced down) {}

    /** Writes one layer's projections, counted from 0. */
    public void write(int layer, Layer pruned) {
        LayerSurgery surgery = new LayerSurgery(stored, files, config, layer);
        if (layout == Layout.COMPACT) {
            surgery.writeCompact(pruned);
        } else {
            surgery.writeMasked(pruned);
        }
    }

    /** Copies what pruning does not touch: embedding, norms, head. */
    public void writeUnchanged() {
        for (String tensor : files.names()) {
            if (!tensor.contains("_proj.")) {
                stored.copy(tensor);
            }
        }
    }

    /** Completes the weights and adds configuration and tokenizer: from now on the folder can be opened as a model. */
    public void finishModel() {
        files.finish();
        folder.write(ModelFolder.CONFIG, configJson.toPrettyString() + "\n");
        for (Path file : source.carriedFiles()) {
            folder.copy(file);
        }
    }

    /**
     * Adds report and card.
     *
     * @param report the text of {@link OutputFolder#REPORT}
     */
    public void describe(String report, CardFacts card) {
        folder.write(OutputFolder.REPORT, report);
        folder.write("README.md", ModelCard.of(card));
    }

    /** The configuration that is written. */
    public ModelConfig config() {
        return config;
    }

    @Override
    public void close() {
        files.close();
    }
}
