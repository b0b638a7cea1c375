package dev.gimbal.config;

import org.jspecify.annotations.Nullable;

/**
 * What computes.
 *
 * @param threads how many tasks run at once
 * @param deviceBytes the most that may be taken of a GPU's memory; null without a limit
 */
public record BackendSettings(
        BackendKind kind, int threads, @Nullable Long deviceBytes) {
    /** What the values say; all cores where they name no number of threads. */
    static BackendSettings of(SettingValues values, @Nullable Long deviceBytes) {
        Integer threads = values.find(CommonCatalogue.THREADS);
        return new BackendSettings(
                values.get(CommonCatalogue.BACKEND),
                threads != null ? threads : Runtime.getRuntime().availableProcessors(),
                deviceBytes);
    }
}
