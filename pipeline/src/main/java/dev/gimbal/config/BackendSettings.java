package dev.gimbal.config;

/**
 * What computes.
 *
 * @param threads how many tasks run at once
 */
public record BackendSettings(BackendKind kind, int threads) {
    /** What the values say; all cores where they name no number of threads. */
    static BackendSettings of(SettingValues values) {
        Integer threads = values.find(CommonCatalogue.THREADS);
        return new BackendSettings(
                values.get(CommonCatalogue.BACKEND),
                threads != null ? threads : Runtime.getRuntime().availableProcessors());
    }
}
