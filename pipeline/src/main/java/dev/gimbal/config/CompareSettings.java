package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        refuseAlone(values);
        EvaluationSettings evaluation =
                EvaluationSettings.of(values, PruneCatalogue.EVALUATION, PruneCatalogue.EVALUATION_WINDOWS);
        TaskSettings tasks = TaskSettings.of(values, null);
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
                BackendSettings.of(values, values.find(PruneCatalogue.MEMORY_DEVICE)),
                axes(values),
                written.stream().filter(one -> shared.contains(one.setting())).toList(),
                values.get(CompareCatalogue.KEEP_MODELS),
                values.get(CompareCatalogue.DRY_RUN),
                values.get(CompareCatalogue.FORCE));
    }

    /** Numbers of what is not measured. */
    private static void refuseAlone(SettingValues values) {
        if (values.find(PruneCatalogue.EVALUATION) == null && values.find(PruneCatalogue.EVALUATION_WINDOWS) != null) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    "evaluation-windows is set and evaluation is not; name the text to measure with evaluation");
        }
        if (values.find(EvalCatalogue.TASKS) == null && values.find(EvalCatalogue.LIMIT) != null) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION, "limit is set and tasks is not; name the files of the tasks with tasks");
        }
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
