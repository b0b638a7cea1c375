package dev.gimbal.app;

import dev.gimbal.config.Catalogue;
import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.SettingValues;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code --format} for verbs that have no other setting. */
final class FormatFlag {
    private static final Catalogue ALONE = new Catalogue(List.of(CommonCatalogue.FORMAT));

    private FormatFlag() {}

    static void declare(CommandSpec spec) {
        SettingFlags.declare(ALONE, spec);
    }

    static OutputFormat read(ParseResult arguments, Console console) {
        return SettingValues.of(ALONE, SettingFlags.read(ALONE, arguments, console.workingDirectory()))
                .get(CommonCatalogue.FORMAT);
    }
}
