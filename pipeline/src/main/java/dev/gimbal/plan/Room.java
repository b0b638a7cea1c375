package dev.gimbal.plan;

import com.sun.management.OperatingSystemMXBean;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run finds where it runs. Files that are not there count as 0 bytes.
 *
 * @param memoryBytes of the machine, or of the container
 * @param diskBytes that are free where the run directory will be
 * @param calibrationBytes of the calibration text
 * @param evaluationBytes of the evaluation text
 */
public record Room(long memoryBytes, long diskBytes, long calibrationBytes, long evaluationBytes) {
    /** Bytes of text for each token, about. */
    private static final int BYTES_OF_A_TOKEN = 4;

    /** This machine, and the files that {@code settings} name. */
    public static Room here(PruneSettings settings) {
        EvaluationSettings evaluation = settings.evaluation();
        return new Room(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                free(settings.run().folder().path()),
                size(settings.calibration().text().path()),
                evaluation == null ? 0 : size(evaluation.text().path()));
    }

    private static long free(Path folder) {
        for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                try {
                    return Files.getFileStore(path).getUsableSpace();
                } catch (IOException e) {
                    return Long.MAX_VALUE; // It cannot be asked; whoever writes finds out.
                }
            }
        }
        return Long.MAX_VALUE;
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // Whoever reads it says why.
        }
    }

    /** Tokens of the evaluation text in whole windows, about, as far as they are asked for; 0 where it is not there. */
    long evaluationTokens(EvaluationSettings evaluation) {
        long windows = evaluationBytes / BYTES_OF_A_TOKEN / evaluation.seq();
        return Math.min(windows, evaluation.windows().orElse(Integer.MAX_VALUE)) * evaluation.seq();
    }
}
