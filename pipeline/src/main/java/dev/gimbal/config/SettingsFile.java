package dev.gimbal.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file in HOCON. Substitutions may name other keys of the file and environment variables; included
 * are local files alone.
 */
public final class SettingsFile {
    private final Catalogue catalogue;
    private final Path file;
    private final Path workingDirectory;
    private final List<Written> found = new ArrayList<>();

    private SettingsFile(Catalogue catalogue, Path file, Path workingDirectory) {
        this.catalogue = catalogue;
        this.file = file;
        this.workingDirectory = workingDirectory;
    }

    /**
     * What the file says, unchecked but for its keys.
     *
     * @param file relative to the working directory
     * @throws GimbalException (66) when the file or one that it includes cannot be read; (78) for one that is no HOCON,
     *     for a key that the catalogue does not have and for one that is set twice
     */
    public static List<Written> read(Catalogue catalogue, Path file, Path workingDirectory) {
        SettingsFile reader = new SettingsFile(
                catalogue, workingDirectory.resolve(file).toAbsolutePath().normalize(), workingDirectory);
        try {
            Config config = LocalIncludes.parse(reader.file, workingDirectory);
            reader.refuseReport(config.root());
            reader.collect("", config.resolve().root(), config.root());
        } catch (ConfigException e) {
            throw reader.unreadable(e);
        }
        return reader.found;
    }

    /** A run's report holds a configuration, and looks like one to who has not opened it. */
    private void refuseReport(ConfigObject root) {
        if (root.containsKey("gimbal") && root.containsKey("settings")) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    LocalIncludes.shown(file, workingDirectory)
                            + " is the report of a run; save what it has under 'settings' as a file and name that");
        }
    }

    private void collect(String prefix, ConfigObject object, @Nullable ConfigObject unresolved) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = prefix + entry.getKey();
            ConfigValue value = entry.getValue();
            ConfigValue source = unresolved(unresolved, entry.getKey());
            ConfigOrigin origin = (source == null || source.origin().filename() == null ? value : source).origin();
            if (value instanceof ConfigObject group && catalogue.isGroup(key)) {
                collect(key + ".", group, source instanceof ConfigObject inner ? inner : null);
            } else {
                found.add(written(key, value, origin));
            }
        }
    }

    /** The value as the file has it, where its line is known even if what it says comes from the environment. */
    private static @Nullable ConfigValue unresolved(@Nullable ConfigObject object, String key) {
        try {
            return object == null ? null : object.get(key);
        } catch (ConfigException.NotResolved e) {
            return null;
        }
    }

    private Written written(String key, ConfigValue value, ConfigOrigin origin) {
        Origin.Line line = line(origin);
        Setting<?> setting = catalogue.find(key).orElseThrow(() -> unknown(key, line));
        boolean beside = setting.type() instanceof SettingType.Place place && place.besideFile();
        Path base = beside ? written(origin).resolveSibling("") : workingDirectory;
        return new Written(setting, text(setting, value, line), base, line);
    }

    private GimbalException unknown(String key, Origin.Line line) {
        if (catalogue.isGroup(key)) {
            String members = catalogue.keys().stream()
                    .filter(name -> name.startsWith(key + "."))
                    .collect(Collectors.joining(" and "));
            return new GimbalException(
                    ExitCode.CONFIGURATION, line + ": '" + key + "' is a group and has no value; set " + members);
        }
        return new GimbalException(
                ExitCode.CONFIGURATION,
                line + ": there is no key '" + key + "'; "
                        + NearestName.suggestion(
                                key, catalogue.keys(), "the keys are " + String.join(", ", catalogue.keys())));
    }

    private static String text(Setting<?> setting, ConfigValue value, Origin.Line line) {
        ConfigValueType type = value.valueType();
        if (value instanceof ConfigList list && takesLists(setting.type())) {
            return list.stream().map(one -> text(setting, one, line)).collect(Collectors.joining(","));
        }
        return switch (type) {
            case STRING, NUMBER, BOOLEAN -> value.unwrapped().toString();
            case NULL -> throw line.refuse(setting, "has no value; leave the key out instead");
            case LIST, OBJECT ->
                throw line.refuse(
                        setting,
                        "must be " + setting.type().expected() + ", not "
                                + (type == ConfigValueType.LIST ? "a list" : "a group of keys"));
        };
    }

    private static boolean takesLists(SettingType<?> type) {
        return type instanceof SettingType.Choices
                || type instanceof SettingType.Several
                || type instanceof SettingType.TaskPlaces;
    }

    private GimbalException unreadable(ConfigException e) {
        ConfigOrigin origin = e.origin();
        String where = origin == null
                ? LocalIncludes.shown(file, workingDirectory)
                : line(origin).toString();
        String detail = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        String described = origin == null ? "" : origin.description() + ": ";
        return new GimbalException(
                ExitCode.CONFIGURATION,
                where + ": this cannot be read as HOCON: "
                        + (detail.startsWith(described) ? detail.substring(described.length()) : detail),
                e);
    }

    private Origin.Line line(ConfigOrigin origin) {
        return new Origin.Line(
                LocalIncludes.shown(written(origin), workingDirectory), Math.max(0, origin.lineNumber()));
    }

    private Path written(ConfigOrigin origin) {
        String name = origin.filename();
        return name == null ? file : Path.of(name);
    }
}
