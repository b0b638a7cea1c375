package dev.gimbal.config;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Multiple-choice tasks to be measured.
 *
 * @param places where they are, at least one
 * @param limit the first so many items of each; all where empty
 * @param items the file that gets every item's log-likelihoods; null for none
 */
public record TaskSettings(
        List<TaskPlace> places, OptionalInt limit, @Nullable Location items) {
    public TaskSettings {
        places = List.copyOf(places);
    }

    /** What the values say; null where no places are named. */
    static @Nullable TaskSettings of(SettingValues values, @Nullable Location items) {
        List<TaskPlace> places = values.find(EvalCatalogue.TASKS);
        return places == null ? null : new TaskSettings(places, values.number(EvalCatalogue.LIMIT), items);
    }
}
