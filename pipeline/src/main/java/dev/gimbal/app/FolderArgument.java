package dev.gimbal.app;

import dev.gimbal.comparison.ComparisonRun;
import dev.gimbal.config.Location;
import dev.gimbal.config.SettingType;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The one folder that a verb is about, named behind it without a flag. */
final class FolderArgument {
    private static final SettingType.Place TYPE = new SettingType.Place("DIR", false);

    private FolderArgument() {}

    static void declare(CommandSpec spec, String description) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel(TYPE.placeholder())
                .type(String.class)
                .arity("1")
                .required(true)
                .description(description)
                .build());
    }

    static Location read(ParseResult arguments, Console console) {
        Location folder = TYPE.parse(arguments.matchedPositionalValue(0, ""), console.workingDirectory());
        if (folder == null) {
            throw new GimbalException(ExitCode.USAGE, TYPE.placeholder() + " must be " + TYPE.expected());
        }
        return folder;
    }

    /**
     * As {@link #read}, of a run.
     *
     * @throws GimbalException (66) for a comparison's folder, which is easily taken for one
     */
    static Path readRun(ParseResult arguments, Console console) {
        Path folder = read(arguments, console).path();
        if (ComparisonRun.isAt(folder)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    folder + " holds a comparison; the gimbal compare command that began it goes on with it, and its"
                            + " cells' runs are in " + folder.resolve("models"));
        }
        return folder;
    }
}
