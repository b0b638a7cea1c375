package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which layers {@code gimbal doctor} prunes to measure the machine.
 *
 * @param shape a published shape's name, or a folder whose {@code config.json} has the sizes
 * @param layers how many
 * @param run as a pruning run of such a model would be told, with the targets' inputs kept; it reads and writes no files
 * @param frugal the same, with them computed again
 */
public record BenchmarkSettings(Location shape, int layers, PruneSettings run, PruneSettings frugal) {
    /**
     * What was written.
     *
     * @return null when no benchmark is asked for
     * @throws GimbalException (64) when something of a benchmark is set and none is asked for; (78) when settings
     *     contradict each other
     */
    public static @Nullable BenchmarkSettings of(List<Written> written) {
        SettingValues values = SettingValues.of(DoctorCatalogue.ALL, written);
        Location shape = values.find(DoctorCatalogue.BENCHMARK);
        if (shape == null) {
            for (Written one : written) {
                if (!one.setting().equals(CommonCatalogue.FORMAT)) {
                    throw new GimbalException(
                            ExitCode.USAGE,
                            one.setting().flag()
                                    + " is for a benchmark: say which with --benchmark, llama-7b for example");
                }
            }
            return null;
        }
        return new BenchmarkSettings(
                shape,
                values.get(DoctorCatalogue.LAYERS),
                run(shape, written, InputsPlace.KEEP),
                run(shape, written, InputsPlace.RECOMPUTE));
    }

    private static PruneSettings run(Location shape, List<Written> written, InputsPlace activations) {
        List<Written> run = new ArrayList<>(written.stream()
                .filter(one -> PruneCatalogue.ALL.settings().contains(one.setting()))
                .toList());
        // A run must be told of files; a benchmark has none, and nothing lies where these are.
        Path nowhere = Path.of("").toAbsolutePath().resolve("no-such-folder");
        run.add(new Written(PruneCatalogue.MODEL, shape.written(), nowhere, new Origin.Flag()));
        run.add(new Written(PruneCatalogue.CALIBRATION, "text", nowhere, new Origin.Flag()));
        run.add(new Written(PruneCatalogue.OUTPUT, "output", nowhere, new Origin.Flag()));
        run.add(Written.flag(PruneCatalogue.MEMORY_HIDDEN, HiddenPlace.MEMORY.label()));
        run.add(Written.flag(PruneCatalogue.MEMORY_ACTIVATIONS, activations.label()));
        return PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, run));
    }
}
