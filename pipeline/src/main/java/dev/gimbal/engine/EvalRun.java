package dev.gimbal.engine;

import dev.gimbal.calibration.TokenWindows;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.TaskSettings;
import dev.gimbal.evaluation.Perplexity;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.evaluation.zeroshot.ZeroShotResult;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.evaluation.zeroshot.tasks.TaskFiles;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole evaluation: from a model's folder, a text and tasks to a perplexity and accuracies. */
public final class EvalRun {
    private EvalRun() {}

    /**
     * A measurement and what it was of.
     *
     * @param text null where no perplexity was asked for
     * @param tasks null where no tasks were
     * @param backend its name and description
     * @param parts seconds by part of the work, see {@link dev.gimbal.tensor.Part}
     */
    public record Measured(
            @Nullable TextMeasured text, @Nullable ZeroShotResult tasks, String backend, Map<String, Double> parts) {}

    /** @param textTokens of the whole text */
    public record TextMeasured(PerplexityResult result, long textTokens) {}

    /** Measures, and tells the observer on the way. Whatever can be refused is, before anything is computed. */
    public static Measured run(EvalSettings settings, PruneObserver observer) {
        TaskSettings asked = settings.tasks();
        ItemsFile itemsFile = asked == null || asked.items() == null ? null : ItemsFile.at(asked.items());
        observer.stageStarted(Stage.LOAD, 0, 0, 0);
        List<Task> tasks = asked == null
                ? List.of()
                : TaskFiles.read(asked.places(), asked.limit().orElse(Integer.MAX_VALUE));
        if (itemsFile != null) {
            itemsFile.requireNoneOf(tasks);
        }
        try (Session session = Session.open(settings.model(), settings.backend())) {
            TaskRun taskRun = asked == null ? null : TaskRun.prepare(session, tasks, itemsFile, observer);
            TextMeasured text = settings.evaluation() == null ? null : text(session, settings.evaluation(), observer);
            return new Measured(
                    text,
                    taskRun == null ? null : taskRun.measure(observer),
                    session.backendDescription(),
                    session.times().seconds());
        }
    }

    private static TextMeasured text(Session session, EvaluationSettings settings, PruneObserver observer) {
        int[] tokens = session.tokens(settings.text());
        int[][] windows = windows(tokens, settings);
        int positions = session.folder().config().maxPositions();
        if (windows[0].length > positions) {
            observer.warned("Windows of " + windows[0].length + " tokens are longer than the " + positions
                    + " positions that the model was made for (max_position_embeddings).");
        }
        PerplexityResult result = measure(session, windows, session.usualRows(), observer);
        return new TextMeasured(result, tokens.length);
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
