package dev.gimbal.engine;

import dev.gimbal.calibration.TokenWindows;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.evaluation.Perplexity;
import dev.gimbal.evaluation.PerplexityResult;
import java.util.Map;

/** A whole evaluation: from a model's folder and a text to a perplexity. */
public final class EvalRun {
    private EvalRun() {}

    /**
     * A measurement and what it was of.
     *
     * @param backend its name and description
     * @param textTokens of the whole text
     * @param parts seconds by part of the work, see {@link dev.gimbal.tensor.Part}
     */
    public record Measured(PerplexityResult result, String backend, long textTokens, Map<String, Double> parts) {}

    /** Measures, and tells the observer on the way. */
    public static Measured run(EvalSettings settings, PruneObserver observer) {
        observer.stageStarted(Stage.LOAD, 0, 0, 0);
        try (Session session = Session.open(settings.model(), settings.backend())) {
            int[] tokens = session.tokens(settings.evaluation().text());
            int[][] windows = windows(tokens, settings.evaluation());
            int positions = session.folder().config().maxPositions();
            if (windows[0].length > positions) {
                observer.warned("Windows of " + windows[0].length + " tokens are longer than the " + positions
                        + " positions that the model was made for (max_position_embeddings).");
            }
            PerplexityResult result = measure(
                    session,
                    windows,
                    Perplexity.usualRows(session.folder().config().hidden()),
                    observer);
            return new Measured(
                    result,
                    session.backendDescription(),
                    tokens.length,
                    session.times().seconds());
        }
    }

    static int[][] windows(int[] tokens, EvaluationSettings settings) {
        return TokenWindows.consecutive(
                settings.text().written(),
                tokens,
                settings.seq(),
                settings.windows().orElse(Integer.MAX_VALUE));
    }

    /** @param mostRows tokens that go through the model at once */
    static PerplexityResult measure(Session session, int[][] windows, int mostRows, PruneObserver observer) {
        long tokens = (long) windows.length * windows[0].length;
        observer.stageStarted(
                Stage.EVALUATE, 0, 0, tokens * session.folder().config().layers());
        return new Perplexity(session.backend(), session.model(), mostRows).measure(windows, observer::tokensDone);
    }
}
