package dev.gimbal.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing that a comparison varies.
 *
 * @param key {@code method}, or the key of a setting
 * @param values in the user's words and order, each with what it sets: texts that the settings understand
 */
public record GridAxis(String key, Map<String, Map<Setting<?>, String>> values) {

    /** Methods by their names. */
    static GridAxis ofMethods(List<String> names) {
        SettingType.Choice<Method> type = new SettingType.Choice<>(Method.class);
        Map<String, Map<Setting<?>, String>> values = new LinkedHashMap<>();
        for (String name : names) {
            Method method = type.parse(name, Path.of(""));
            if (method != null) {
                values.put(name, method.settings());
            }
        }
        return new GridAxis("method", values);
    }

    /** Values of one setting. */
    static GridAxis of(Setting<?> setting, List<String> texts) {
        Map<String, Map<Setting<?>, String>> values = new LinkedHashMap<>();
        texts.forEach(text -> values.put(text, Map.of(setting, SettingType.Several.one(setting.type(), text))));
        return new GridAxis(setting.key(), values);
    }

    /** All that any of its values sets. */
    public Set<Setting<?>> settings() {
        Set<Setting<?>> settings = new LinkedHashSet<>();
        values.values().forEach(set -> settings.addAll(set.keySet()));
        return settings;
    }

    /** What a cell with {@code value} on this axis is told. */
    public List<Written> written(String value) {
        List<Written> written = new ArrayList<>();
        values.getOrDefault(value, Map.of()).forEach((setting, text) -> written.add(Written.flag(setting, text)));
        return written;
    }

    /** The values as they were written. */
    public List<String> texts() {
        return new ArrayList<>(values.keySet());
    }
}
