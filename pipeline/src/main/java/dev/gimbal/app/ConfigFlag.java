package dev.gimbal.app;

import dev.gimbal.config.Catalogue;
import dev.gimbal.config.Location;
import dev.gimbal.config.SettingType;
import dev.gimbal.config.SettingsFile;
import dev.gimbal.config.Written;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A configuration file of a verb's settings, which the flags of the same settings override. */
final class ConfigFlag {
    private static final String CONFIG = "--config";
    private static final SettingType.Place CONFIG_TYPE = new SettingType.Place("FILE", false);

    private ConfigFlag() {}

    /** Adds the flag that names it. */
    static void declare(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(String.class)
                .arity("1")
                .paramLabel(CONFIG_TYPE.placeholder())
                .description("a configuration file (HOCON) with the same settings; flags override it")
                .build());
    }

    /** What was written, the file's settings first. */
    static List<Written> read(Catalogue catalogue, ParseResult arguments, Path workingDirectory) {
        List<Written> written = new ArrayList<>();
        if (arguments.hasMatchedOption(CONFIG)) {
            Location file = CONFIG_TYPE.parse(arguments.matchedOptionValue(CONFIG, ""), workingDirectory);
            if (file == null) {
                throw new GimbalException(ExitCode.USAGE, CONFIG + " must be " + CONFIG_TYPE.expected());
            }
            written.addAll(SettingsFile.read(catalogue, file.path(), workingDirectory));
        }
        written.addAll(SettingFlags.read(catalogue, arguments, workingDirectory));
        return written;
    }
}
