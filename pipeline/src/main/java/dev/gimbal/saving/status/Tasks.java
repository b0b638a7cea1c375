package dev.gimbal.saving.status;

import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.SettingText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run is to do, from whatever has been left of it. */
final class Tasks {
    private Tasks() {}

    /**
     * As the settings say, whichever version wrote them.
     *
     * @param layers of the model; null when that is not known
     */
    static RunStatus.Task of(Manifest manifest, @Nullable Integer layers) {
        Map<String, SettingText> settings = new HashMap<>();
        manifest.getSettingsList().forEach(setting -> settings.put(setting.getKey(), setting)); // the last one counts
        SettingText output = settings.get("output");
        return new RunStatus.Task(
                text(settings, "model"),
                text(settings, "output"),
                output == null ? null : absolute(output.getBaseFolder(), output.getText()),
                layers,
                number(text(settings, "ratio")),
                text(settings, "compensation"),
                text(settings, "schedule"),
                text(settings, "score"),
                text(settings, "selection"));
    }

    private static @Nullable String text(Map<String, SettingText> settings, String key) {
        SettingText setting = settings.get(key);
        return setting == null ? null : setting.getText();
    }

    private static @Nullable Double number(@Nullable String text) {
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable String absolute(String base, String written) {
        try {
            Path path = Path.of(base).resolve(written).normalize();
            return path.isAbsolute() ? path.toString() : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** As a run's first event says, before anything is saved; null without that. */
    static RunStatus.Task of(@Nullable RunStarted started) {
        if (started == null) {
            return new RunStatus.Task(null, null, null, null, null, null, null, null, null);
        }
        return new RunStatus.Task(
                started.getModel(),
                started.getOutput(),
                null,
                started.getLayers(),
                started.getRatio(),
                started.getCompensation(),
                null,
                null,
                null);
    }

    /**
     * Where the output of a finished run is: beside the run directory when that is called like it, as it is unless the user
     * chose another place. Null when that cannot be told.
     *
     * @param folder the run directory, absolute
     */
    static @Nullable String outputFolder(Path folder, @Nullable String written) {
        if (written == null) {
            return null;
        }
        try {
            Path output = Path.of(written);
            if (output.isAbsolute()) {
                return output.normalize().toString();
            }
            Path beside = folder.resolveSibling(output.normalize().getFileName());
            return folder.equals(Path.of(beside + ".run")) ? beside.toString() : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
