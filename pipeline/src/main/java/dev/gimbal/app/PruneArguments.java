package dev.gimbal.app;

import dev.gimbal.config.Location;
import dev.gimbal.config.PruneCatalogue;
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

/** The settings of a pruning run on the command line: a flag each, and a configuration file that flags override. */
final class PruneArguments {
    private static final String CONFIG = "--config";
    private static final SettingType.Place CONFIG_TYPE = new SettingType.Place("FILE", false);

    private PruneArguments() {}

    /** Adds the flags. */
    static void declare(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(String.class)
                .arity("1")
                .paramLabel(CONFIG_TYPE.placeholder())
                .description("a configuration file (HOCON) with the same settings; flags override it")
                .build());
        SettingFlags.declare(PruneCatalogue.ALL, spec);
    }

    /** What was written, the file's settings first. */
    static List<Written> read(ParseResult arguments, Path workingDirectory) {
        List<Written> written = new ArrayList<>();
        if (arguments.hasMatchedOption(CONFIG)) {
            Location file = CONFIG_TYPE.parse(arguments.matchedOptionValue(CONFIG, ""), workingDirectory);
            if (file == null) {
                throw new GimbalException(ExitCode.USAGE, CONFIG + " must be " + CONFIG_TYPE.expected());
            }
            written.addAll(SettingsFile.read(PruneCatalogue.ALL, file.path(), workingDirectory));
        }
        written.addAll(SettingFlags.read(PruneCatalogue.ALL, arguments, workingDirectory));
        return written;
    }
}
