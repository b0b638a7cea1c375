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
        Map<String, Map<Setting<?>, String>> values = new LinkedHashMap<>();
        for (String name : names) {
            for (Method method : Method.values()) {
                if (method.label().equals(name)) {
                    values.put(name, method.settings());
                }
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
        values.getOrDefault(value, Map.of())
                .forEach((setting, text) ->
                        written.add(new Written(setting, text, Path.of("").toAbsolutePath(), new Origin.Flag())));
        return written;
    }

    /** The values as they were written. */
    public List<String> texts() {
        return new ArrayList<>(values.keySet());
    }
}
