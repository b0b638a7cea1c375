package dev.gimbal.engine;

import dev.gimbal.config.Sampling;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is worth knowing of a finished pruning run; written beside the model as {@code gimbal.json}.
 *
 * @param gimbal the program's version
 * @param run tells the run that wrote this from others; null where it left no directory
 * @param settings every setting as it was in force, by its key; groups are maps of their own
 * @param backend its name and description
 * @param perplexity null when no evaluation text was given
 * @param seconds wall-clock time by part of the work (see {@link dev.gimbal.tensor.Part}), and {@code total}; what is
 *     missing between them, workers waited
 * @param output the folder that was written, as the user named it
 * @param layers one for each layer, in order
 * @param warnings those that concern no single target
 */
public record PruneReport(
        String gimbal,
        @Nullable String run,
        Map<String, Object> settings,
        Model model,
        String backend,
        Ratio ratio,
        Parameters parameters,
        Calibration calibration,
        @Nullable Perplexity perplexity,
        Map<String, Double> seconds,
        String output,
        List<LayerReport> layers,
        List<String> warnings) {

    public PruneReport {
        layers = List.copyOf(layers);
        warnings = List.copyOf(warnings);
    }

    /**
     * Which model was pruned.
     *
     * @param name as the user named it
     * @param architecture what {@code config.json} calls it, before pruning
     * @param writtenArchitecture the same of the model that was written
     */
    public record Model(String name, String architecture, String writtenArchitecture) {}

    /**
     * Shares of the prunable parameters (attention and MLP projections).
     *
     * @param asked the setting
     * @param reached what whole heads and channels gave
     */
    public record Ratio(double asked, double reached) {}

    /** Parameters of the whole model, embeddings included. */
    public record Parameters(long before, long after) {}

    /**
     * What the statistics were gathered on.
     *
     * @param text as the user named it
     * @param textTokens tokens of the whole text
     * @param tokens those in the windows, held-out ones included
     * @param heldOutTokens those that no fit saw
     */
    public record Calibration(
            String text,
            long textTokens,
            int windows,
            int seq,
            Sampling sampling,
            long seed,
            long tokens,
            long heldOutTokens) {}

    /**
     * Of the same text under the same protocol: non-overlapping windows of {@code seq} tokens, the mean cross-entropy of
     * the {@code seq - 1} next tokens of each.
     *
     * @param text as the user named it
     * @param tokens in all windows
     */
    public record Perplexity(double before, double after, String text, int seq, int windows, long tokens) {}
}
