package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code gimbal eval} is told.
 *
 * @param evaluation null where no perplexity is measured
 * @param tasks null where no tasks are; one of the two is there
 */
public record EvalSettings(
        Location model,
        @Nullable EvaluationSettings evaluation,
        @Nullable TaskSettings tasks,
        BackendSettings backend) {

    /**
     * What the values of {@link EvalCatalogue} say.
     *
     * @throws GimbalException (64) when there is nothing to measure, or a flag that only goes with one that is absent
     */
    public static EvalSettings of(SettingValues values) {
        refuseAlone(values, EvalCatalogue.WINDOWS, EvalCatalogue.TEXT);
        refuseAlone(values, EvalCatalogue.LIMIT, EvalCatalogue.TASKS);
        refuseAlone(values, EvalCatalogue.ITEMS, EvalCatalogue.TASKS);
        EvaluationSettings evaluation = EvaluationSettings.of(values, EvalCatalogue.TEXT, EvalCatalogue.WINDOWS);
        TaskSettings tasks = TaskSettings.of(values, values.find(EvalCatalogue.ITEMS));
        if (evaluation == null && tasks == null) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    "There is nothing to measure: add --text FILE for perplexity, --tasks PATH for zero-shot tasks, or"
                            + " both.");
        }
        return new EvalSettings(values.get(EvalCatalogue.MODEL), evaluation, tasks, BackendSettings.of(values, null));
    }

    private static void refuseAlone(SettingValues values, Setting<?> setting, Setting<?> needed) {
        if (values.find(setting) != null && values.find(needed) == null) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    setting.flag() + " goes with " + needed.flag() + ": add " + needed.flag() + " "
                            + needed.type().placeholder() + ", " + needed.help());
        }
    }
}
