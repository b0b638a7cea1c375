package dev.gimbal.app;

import dev.gimbal.config.Catalogue;
import dev.gimbal.config.Origin;
import dev.gimbal.config.Setting;
import dev.gimbal.config.SettingType;
import dev.gimbal.config.Written;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of a catalogue's settings. */
final class SettingFlags {
    private SettingFlags() {}

    /** Adds a flag for every setting. Values stay text, so that flags and files are checked by the same rules. */
    static void declare(Catalogue catalogue, CommandSpec spec) {
        for (Setting<?> setting : catalogue.settings()) {
            OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel(setting.type().placeholder())
                    .description(description(setting));
            if (setting.type() instanceof SettingType.Switch) {
                option.arity("0..1").fallbackValue("true");
            } else {
                option.arity("1");
            }
            spec.addOption(option.build());
        }
    }

    /** What the flags that were given say. */
    static List<Written> read(Catalogue catalogue, ParseResult arguments, Path workingDirectory) {
        List<Written> result = new ArrayList<>();
        for (Setting<?> setting : catalogue.settings()) {
            if (arguments.hasMatchedOption(setting.flag())) {
                String text = arguments.matchedOptionValue(setting.flag(), "");
                result.add(new Written(setting, text, workingDirectory, new Origin.Flag()));
            }
        }
        return result;
    }

    private static String description(Setting<?> setting) {
        String unit = setting.unit().isEmpty() ? "" : " (in " + setting.unit() + ")";
        String otherwise = setting.isRequired()
                ? "required"
                : setting.type() instanceof SettingType.Switch ? "" : "default: " + setting.otherwise();
        return setting.help() + unit + (otherwise.isEmpty() ? "" : "; " + otherwise);
    }
}
