package dev.gimbal.config;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a multiple-choice task, or a folder of them.
 *
 * @param task the name that a user gave it; null where the file is to tell
 */
public record TaskPlace(@Nullable String task, Location place) {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_]{1,40})=(.*)");

    /** {@code [NAME=]PATH}; null when that is no path. */
    static @Nullable TaskPlace parse(String text, Path base) {
        Matcher named = NAMED.matcher(text.strip());
        String path = named.matches() ? named.group(2) : text.strip();
        Location place = new SettingType.Place("PATH", true).parse(path, base);
        return place == null ? null : new TaskPlace(named.matches() ? named.group(1) : null, place);
    }

    @Override
    public String toString() {
        return task == null ? place.written() : task + "=" + place.written();
    }
}
