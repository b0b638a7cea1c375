package dev.gimbal.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a user can set, by a key of a configuration file or by a flag.
 *
 * @param key its name in a configuration file; a dot separates a group from what is in it
 * @param flag its name on the command line
 * @param fallback its value when nothing is set; null when there is none
 * @param absence in words, what happens when there is neither value nor fallback; empty when the setting is required
 * @param unit what its number counts; may be empty
 * @param help one line on what it is for
 * @param <T> its value
 */
public record Setting<T>(
        String key,
        String flag,
        SettingType<T> type,
        @Nullable T fallback,
        String absence,
        String unit,
        String help) {

    /** A setting that has to be given. */
    public static <T> Setting<T> required(String key, SettingType<T> type, String help) {
        return new Setting<>(key, flag(key), type, null, "", "", help);
    }

    /** A setting that may be absent. */
    public static <T> Setting<T> optional(String key, SettingType<T> type, String absence, String unit, String help) {
        return new Setting<>(key, flag(key), type, null, absence, unit, help);
    }

    /** A setting with a value of its own when nothing is set. */
    public static <T> Setting<T> preset(String key, SettingType<T> type, T fallback, String unit, String help) {
        return new Setting<>(key, flag(key), type, fallback, "", unit, help);
    }

    /** On the command line {@code a.b-c} is {@code --a-b-c}. */
    private static String flag(String key) {
        return "--" + key.replace('.', '-');
    }

    /** The same under another flag, for a group's own value: HOCON has no key that is both a value and a group. */
    public Setting<T> withFlag(String name) {
        return new Setting<>(key, name, type, fallback, absence, unit, help);
    }

    public boolean isRequired() {
        return fallback == null && absence.isEmpty();
    }

    /** What holds when nothing is set, in words; empty when the setting is required. */
    public String otherwise() {
        return fallback == null ? absence : text(type.plain(fallback));
    }

    private static String text(Object plain) {
        if (plain instanceof List<?> parts) {
            return parts.stream().map(Object::toString).collect(Collectors.joining(","));
        }
        return plain instanceof Double number && number == Math.rint(number)
                ? Long.toString(number.longValue())
                : plain.toString();
    }
}
