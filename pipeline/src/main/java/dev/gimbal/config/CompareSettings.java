package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code gimbal compare} is told.
 *
 * @param evaluation null where no perplexity is measured
 * @param tasks null where no tasks are; one of the two is there
 * @param axes what is varied, methods first
 * @param shared what every cell's run is told, as it was written
 * @param force whether another comparison in the output folder is thrown away
 */
public record CompareSettings(
        Location model,
        Location output,
        Location calibration,
        @Nullable EvaluationSettings evaluation,
        @Nullable TaskSettings tasks,
        BackendSettings backend,
        List<GridAxis> axes,
        List<Written> shared,
        boolean keepModels,
        boolean dryRun,
        boolean force) {

    /**
     * What was written of the settings of {@link CompareCatalogue}.
     *
     * @throws GimbalException (64, 78) when something is missing, wrong, or contradicts something else
     */
    public static CompareSettings of(List<Written> written) {
        SettingValues values = SettingValues.of(CompareCatalogue.ALL, written);
        EvaluationSettings evaluation = evaluation(values);
        TaskSettings tasks = tasks(values);
        if (evaluation == null && tasks == null) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    "There is nothing to compare by: add --evaluation FILE for perplexity, --tasks PATH for zero-shot"
                            + " tasks, or both.");
        }
        Set<Setting<?>> shared = new LinkedHashSet<>(CompareCatalogue.shared().toList());
        return new CompareSettings(
                values.get(PruneCatalogue.MODEL),
                values.get(CompareCatalogue.OUTPUT),
                values.get(PruneCatalogue.CALIBRATION),
                evaluation,
                tasks,
                BackendSettings.of(values),
                axes(values),
                written.stream().filter(one -> shared.contains(one.setting())).toList(),
                values.get(CompareCatalogue.KEEP_MODELS),
                values.get(CompareCatalogue.DRY_RUN),
                values.get(CompareCatalogue.FORCE));
    }

    private static @Nullable EvaluationSettings evaluation(SettingValues values) {
        Location text = values.find(PruneCatalogue.EVALUATION);
        Integer windows = values.find(PruneCatalogue.EVALUATION_WINDOWS);
        if (text == null && windows != null) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    "evaluation-windows is set and evaluation is not; name the text to measure with evaluation");
        }
        return text == null
                ? null
                : new EvaluationSettings(
                        text,
                        values.get(CommonCatalogue.SEQ),
                        windows == null ? OptionalInt.empty() : OptionalInt.of(windows));
    }

    private static @Nullable TaskSettings tasks(SettingValues values) {
        List<TaskPlace> places = values.find(EvalCatalogue.TASKS);
        Integer limit = values.find(EvalCatalogue.LIMIT);
        if (places == null && limit != null) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION, "limit is set and tasks is not; name the files of the tasks with tasks");
        }
        return places == null
                ? null
                : new TaskSettings(places, limit == null ? OptionalInt.empty() : OptionalInt.of(limit), null);
    }

    private static List<GridAxis> axes(SettingValues values) {
        List<GridAxis> axes = new ArrayList<>();
        List<String> methods = values.find(CompareCatalogue.METHODS);
        if (methods != null) {
            axes.add(GridAxis.ofMethods(methods));
        }
        for (Map.Entry<Setting<List<String>>, Setting<?>> axis : CompareCatalogue.AXES.entrySet()) {
            List<String> varied = values.find(axis.getKey());
            if (varied != null) {
                axes.add(GridAxis.of(axis.getValue(), varied));
            }
        }
        refuseTwice(axes);
        if (axes.isEmpty()) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    "Nothing is varied: add --vary-method rotation,ridge or --vary-ratio 0.1,0.2, say; 'gimbal compare"
                            + " --help' lists what can be.");
        }
        return List.copyOf(axes);
    }

    /** A method that brings a score cannot be had with other scores. */
    private static void refuseTwice(List<GridAxis> axes) {
        Map<Setting<?>, GridAxis> by = new LinkedHashMap<>();
        for (GridAxis axis : axes) {
            for (Setting<?> setting : axis.settings()) {
                GridAxis other = by.put(setting, axis);
                if (other != null) {
                    throw new GimbalException(
                            ExitCode.CONFIGURATION,
                            "vary." + other.key() + " and vary." + axis.key() + " both decide " + setting.key()
                                    + "; vary one of them");
                }
            }
        }
    }
}
