package dev.gimbal.app;

import dev.gimbal.config.Location;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** Finds the model that a user named: a folder, or where there is none such, a name of Hugging Face's. */
final class ModelPlaces {
    private static final Pattern HUB_NAME = Pattern.compile("[\\w.-]+/[\\w.-]+");

    private ModelPlaces() {}

    /**
     * Opens it and reads its configuration.
     *
     * @throws dev.gimbal.error.GimbalException as {@link ModelFolder#open}
     */
    static ModelFolder open(Location place) {
        return ModelFolder.open(name(place));
    }

    /**
     * Reads the configuration alone; nothing else has to be there.
     *
     * @throws dev.gimbal.error.GimbalException as {@link ModelFolder#configuration}
     */
    static ModelConfig configuration(Location place) {
        return ModelFolder.configuration(name(place));
    }

    private static String name(Location place) {
        boolean folder =
                Files.exists(place.path()) || !HUB_NAME.matcher(place.written()).matches();
        return folder ? place.path().toString() : place.written();
    }
}
