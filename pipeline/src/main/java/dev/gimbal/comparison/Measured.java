package dev.gimbal.comparison;

import dev.gimbal.engine.EvalRun;
import dev.gimbal.evaluation.PerplexityResult;
import dev.gimbal.evaluation.comparison.PerplexityScore;
import dev.gimbal.evaluation.comparison.TaskScore;
import dev.gimbal.evaluation.zeroshot.Accuracy;
import dev.gimbal.evaluation.zeroshot.TaskResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an evaluation came to, in a comparison's words. */
record Measured(@Nullable PerplexityScore perplexity, List<TaskScore> tasks) {

    static Measured of(EvalRun.Measured measured) {
        EvalRun.TextMeasured text = measured.text();
        return new Measured(
                text == null ? null : score(text.result()),
                measured.tasks() == null
                        ? List.of()
                        : measured.tasks().tasks().stream().map(Measured::score).toList());
    }

    private static PerplexityScore score(PerplexityResult result) {
        return new PerplexityScore(result.perplexity(), result.windows(), result.seq());
    }

    private static TaskScore score(TaskResult result) {
        Accuracy normalised = result.accNorm();
        return new TaskScore(
                result.task(),
                result.items(),
                result.acc().value(),
                result.acc().stderr(),
                normalised == null ? null : (Double) normalised.value(),
                normalised == null ? null : (Double) normalised.stderr());
    }
}
