package dev.gimbal.config;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Every setting of a catalogue with the value that is in force. */
public final class SettingValues {
    private final Catalogue catalogue;
    private final Map<Setting<?>, Object> values = new LinkedHashMap<>();

    private SettingValues(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Puts together what was written: of several values of one setting the last counts, so flags come behind a file's.
     * All of them are checked.
     *
     * @throws GimbalException (64, 78) for the first that is no value of its setting; (64) when a required one is absent
     */
    public static SettingValues of(Catalogue catalogue, List<Written> written) {
        SettingValues result = new SettingValues(catalogue);
        for (Setting<?> setting : catalogue.settings()) {
            if (setting.fallback() != null) {
                result.values.put(setting, setting.fallback());
            }
        }
        written.forEach(one -> result.values.put(one.setting(), one.value()));
        for (Setting<?> setting : catalogue.settings()) {
            if (setting.isRequired() && !result.values.containsKey(setting)) {
                throw new GimbalException(
                        ExitCode.USAGE,
                        setting.flag() + " is missing: add " + setting.flag() + " "
                                + setting.type().placeholder() + ", " + setting.help());
            }
        }
        return result;
    }

    /** The value of a setting that is required or has a fallback. */
    public <T> T get(Setting<T> setting) {
        T value = find(setting);
        if (value == null) {
            throw new IllegalArgumentException(setting.key() + " is optional");
        }
        return value;
    }

    /** The value of a setting, null when it is optional and absent. */
    @SuppressWarnings("unchecked") // A value is only ever put beside the setting whose type parsed it.
    public <T> @Nullable T find(Setting<T> setting) {
        if (catalogue.find(setting.key()).filter(setting::equals).isEmpty()) {
            throw new IllegalArgumentException(setting.key() + " is not of this catalogue");
        }
        return (T) values.get(setting);
    }

    /** The number of a setting, empty when it is optional and absent. */
    OptionalInt number(Setting<Integer> setting) {
        Integer value = find(setting);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /**
     * What is in force as plain numbers, booleans, texts and lists, by key, groups as maps: written as JSON it is a
     * configuration file that says the same.
     */
    public Map<String, Object> plain() {
        Map<String, Object> result = new LinkedHashMap<>();
        for (Setting<?> setting : catalogue.settings()) {
            Object value = plain(setting);
            if (value != null) {
                place(result, setting.key(), value);
            }
        }
        return result;
    }

    private <T> @Nullable Object plain(Setting<T> setting) {
        T value = find(setting);
        return value == null ? null : setting.type().plain(value);
    }

    @SuppressWarnings("unchecked") // What stands at a group's name is the map that was put there.
    private static void place(Map<String, Object> into, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            into.put(key, value);
        } else {
            Object group = into.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            place((Map<String, Object>) group, key.substring(dot + 1), value);
        }
    }
}
