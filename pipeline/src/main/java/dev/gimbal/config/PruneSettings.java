package dev.gimbal.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a pruning run is told.
 *
 * @param evaluation null when nothing is to be measured
 * @param run where an interrupted run is gone on with
 * @param memory what may be used
 * @param monitor how it can be watched
 * @param force whether an output folder that exists is replaced
 * @param written every setting in force, by key, as {@link SettingValues#plain} gives it; for reports
 */
public record PruneSettings(
        Location model,
        Location output,
        CalibrationSettings calibration,
        @Nullable EvaluationSettings evaluation,
        MethodSettings method,
        BackendSettings backend,
        RunSettings run,
        MemorySettings memory,
        MonitorSettings monitor,
        Layout layout,
        boolean force,
        Map<String, Object> written) {

    /**
     * What the values of {@link PruneCatalogue} say.
     *
     * @throws dev.gimbal.error.GimbalException (78) when they contradict each other
     */
    public static PruneSettings of(SettingValues values) {
        PruneSettings settings = new PruneSettings(
                values.get(PruneCatalogue.MODEL),
                values.get(PruneCatalogue.OUTPUT),
                calibration(values),
                EvaluationSettings.of(values, PruneCatalogue.EVALUATION, PruneCatalogue.EVALUATION_WINDOWS),
                method(values),
                BackendSettings.of(values, values.find(PruneCatalogue.MEMORY_DEVICE)),
                run(values),
                new MemorySettings(
                        values.find(PruneCatalogue.MEMORY),
                        values.get(PruneCatalogue.MEMORY_HIDDEN),
                        values.get(PruneCatalogue.MEMORY_ACTIVATIONS)),
                MonitorSettings.of(values),
                values.get(PruneCatalogue.LAYOUT),
                values.get(PruneCatalogue.FORCE),
                values.plain());
        Contradictions.refuse(settings);
        return settings;
    }

    private static CalibrationSettings calibration(SettingValues values) {
        return new CalibrationSettings(
                values.get(PruneCatalogue.CALIBRATION),
                values.get(PruneCatalogue.WINDOWS),
                values.get(CommonCatalogue.SEQ),
                values.get(PruneCatalogue.SAMPLING),
                values.get(PruneCatalogue.SEED));
    }

    private static RunSettings run(SettingValues values) {
        Location named = values.find(PruneCatalogue.RUN);
        return new RunSettings(
                named == null ? RunSettings.beside(values.get(PruneCatalogue.OUTPUT)) : named,
                values.get(PruneCatalogue.CHECKPOINT_INTERVAL));
    }

    private static MethodSettings method(SettingValues values) {
        return new MethodSettings(
                values.get(PruneCatalogue.RATIO),
                values.get(PruneCatalogue.SCORE),
                values.get(PruneCatalogue.SELECTION),
                values.get(PruneCatalogue.HEAD_UNIT),
                values.get(PruneCatalogue.BUDGET),
                values.get(PruneCatalogue.COMPENSATION),
                values.get(PruneCatalogue.TARGETS),
                values.get(PruneCatalogue.CENTER),
                values.get(PruneCatalogue.LAMBDA),
                values.get(PruneCatalogue.ROTATION_SOLVER),
                values.get(PruneCatalogue.ROTATION_REGULARIZATION),
                values.get(PruneCatalogue.SCHEDULE),
                values.get(PruneCatalogue.HOLDOUT),
                values.get(PruneCatalogue.MULTIPLE_OF),
                values.get(PruneCatalogue.SEED));
    }

    /** {@link #written}, without what has nothing to do with the result: how the run can be watched. */
    public Map<String, Object> writtenOfResult() {
        Map<String, Object> result = new LinkedHashMap<>(written);
        result.remove(MonitorCatalogue.GROUP);
        return result;
    }
}
