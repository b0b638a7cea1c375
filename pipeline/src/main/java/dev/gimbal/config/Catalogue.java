package dev.gimbal.config;

import java.util.List;
import java.util.Optional;

/** The settings of one verb, in the order in which they are listed. */
public record Catalogue(List<Setting<?>> settings) {
    public Catalogue {
        settings = List.copyOf(settings);
        if (settings.stream().map(Setting::flag).distinct().count() < settings.size()) {
            throw new IllegalArgumentException("two settings of one name");
        }
    }

    public Optional<Setting<?>> find(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }

    public List<String> keys() {
        return settings.stream().<String>map(Setting::key).toList();
    }

    /** Whether keys of this group exist: {@code rotation} is one when there is {@code rotation.solver}. */
    boolean isGroup(String name) {
        return settings.stream().anyMatch(setting -> setting.key().startsWith(name + "."));
    }
}
