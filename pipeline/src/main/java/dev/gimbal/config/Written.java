package dev.gimbal.config;

import dev.gimbal.error.GimbalException;
import java.nio.file.Path;

/**
 * A setting's value as somebody wrote it.
 *
 * @param base the folder that relative paths start from
 */
public record Written(Setting<?> setting, String text, Path base, Origin origin) {

    /** As if a flag had said it, in the program's working directory. */
    public static Written flag(Setting<?> setting, String text) {
        return new Written(setting, text, Path.of("").toAbsolutePath(), new Origin.Flag());
    }

    /**
     * The value that the text spells.
     *
     * @throws GimbalException (64 for flags, 78 for files) when it is no value of the setting
     */
    Object value() {
        Object value = setting.type().parse(text, base);
        if (value == null) {
            throw origin.refuse(setting, "must be " + setting.type().expected() + ", not '" + text + "'");
        }
        return value;
    }
}
