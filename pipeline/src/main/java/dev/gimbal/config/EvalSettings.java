package dev.gimbal.config;

import java.util.OptionalInt;

/** Everything that {@code gimbal eval} is told. */
public record EvalSettings(Location model, EvaluationSettings evaluation, BackendSettings backend) {

    /** What the values of {@link EvalCatalogue} say. */
    public static EvalSettings of(SettingValues values) {
        Integer windows = values.find(EvalCatalogue.WINDOWS);
        return new EvalSettings(
                values.get(EvalCatalogue.MODEL),
                new EvaluationSettings(
                        values.get(EvalCatalogue.TEXT),
                        values.get(CommonCatalogue.SEQ),
                        windows == null ? OptionalInt.empty() : OptionalInt.of(windows)),
                BackendSettings.of(values));
    }
}
