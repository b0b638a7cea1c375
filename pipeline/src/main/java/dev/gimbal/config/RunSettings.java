package dev.gimbal.config;

/**
 * How an interrupted run is gone on with.
 *
 * @param folder the run directory
 * @param interval seconds of work at most between two checkpoints, as far as shards allow
 */
public record RunSettings(Location folder, double interval) {
    /** What is put behind the output's name where no run directory is named. */
    private static final String SUFFIX = ".run";

    /** Beside the output. */
    static Location beside(Location output) {
        String written = output.written().replaceFirst("[/\\\\]+$", "");
        return new Location(
                written + SUFFIX, output.path().resolveSibling(output.path().getFileName() + SUFFIX));
    }
}
