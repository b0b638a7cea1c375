import dev.gimbal.config.Origin;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prunes with the synchronous engine: everything in memory, no actors, no checkpoints. Arguments: KEY=VALUE each. */
public final class EngineRun {
    public static void main(String[] arguments) {
        List<Written> written = new ArrayList<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            written.add(new Written(
                    PruneCatalogue.ALL.find(parts[0]).orElseThrow(),
                    parts[1],
                    Path.of("").toAbsolutePath(),
                    new Origin.Flag()));
        }
        new PruneRun(PruneSettings.of(SettingValues.of(PruneCatalogue.ALL, written)), "benchmark", PruneObserver.SILENT)
                .run();
    }
}
