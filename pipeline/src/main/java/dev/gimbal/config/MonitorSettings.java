package dev.gimbal.config;

import org.jspecify.annotations.Nullable;

/**
 * How a run can be watched. Nothing that it writes depends on it.
 *
 * @param listen null when it cannot
 * @param tokenFile holds what those who watch must know; null when there is no such file
 */
public record MonitorSettings(
        @Nullable ListenAddress listen, @Nullable Location tokenFile) {

    /** What the values of a catalogue with {@link MonitorCatalogue}'s settings say. */
    public static MonitorSettings of(SettingValues values) {
        return new MonitorSettings(values.find(MonitorCatalogue.LISTEN), values.find(MonitorCatalogue.TOKEN_FILE));
    }
}
