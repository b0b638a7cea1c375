package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.List;
import java.util.OptionalInt;
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
        EvaluationSettings evaluation = evaluation(values);
        TaskSettings tasks = tasks(values);
        if (evaluation == null && tasks == null) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    "There is nothing to measure: add --text FILE for perplexity, --tasks PATH for zero-shot tasks, or"
                            + " both.");
        }
        return new EvalSettings(values.get(EvalCatalogue.MODEL), evaluation, tasks, BackendSettings.of(values));
    }

    private static @Nullable EvaluationSettings evaluation(SettingValues values) {
        Location text = values.find(EvalCatalogue.TEXT);
        Integer windows = values.find(EvalCatalogue.WINDOWS);
        if (text == null) {
            refuse(windows != null, EvalCatalogue.WINDOWS, EvalCatalogue.TEXT);
            return null;
        }
        return new EvaluationSettings(text, values.get(CommonCatalogue.SEQ), optional(windows));
    }

    private static @Nullable TaskSettings tasks(SettingValues values) {
        List<TaskPlace> places = values.find(EvalCatalogue.TASKS);
        Integer limit = values.find(EvalCatalogue.LIMIT);
        Location items = values.find(EvalCatalogue.ITEMS);
        if (places == null) {
            refuse(limit != null, EvalCatalogue.LIMIT, EvalCatalogue.TASKS);
            refuse(items != null, EvalCatalogue.ITEMS, EvalCatalogue.TASKS);
            return null;
        }
        return new TaskSettings(places, optional(limit), items);
    }

    private static void refuse(boolean alone, Setting<?> setting, Setting<?> needed) {
        if (alone) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    setting.flag() + " goes with " + needed.flag() + ": add " + needed.flag() + " "
                            + needed.type().placeholder() + ", " + needed.help());
        }
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
