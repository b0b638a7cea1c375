package dev.gimbal.app;

import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.Location;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingType;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.SettingsFile;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal prune}: writes a smaller model. */
final class PruneVerb implements Verb {
    private static final String CONFIG = "--config";
    private static final SettingType.Place CONFIG_TYPE = new SettingType.Place("FILE", false);

    private final Pruner pruner;

    PruneVerb(Pruner pruner) {
        this.pruner = pruner;
    }

    @Override
    public String name() {
        return "prune";
    }

    @Override
    public String purpose() {
        return "Prunes a model and writes the smaller one.";
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(String.class)
                .arity("1")
                .paramLabel(CONFIG_TYPE.placeholder())
                .description("a configuration file (HOCON) with the same settings; flags override it")
                .build());
        SettingFlags.declare(PruneCatalogue.ALL, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        SettingValues values = values(arguments, console.workingDirectory());
        PruneSettings settings = PruneSettings.of(values);
        OutputFormat format = values.get(CommonCatalogue.FORMAT);
        PruneReport report;
        try (RunProgress progress = RunProgress.on(console, format)) {
            report = pruner.prune(settings, progress);
        }
        console.print(
                format == OutputFormat.JSON
                        ? ReportJson.write(report)
                        : ReportText.summary(report) + ReportText.next(settings, console));
    }

    private static SettingValues values(ParseResult arguments, Path workingDirectory) {
        List<Written> written = new ArrayList<>();
        if (arguments.hasMatchedOption(CONFIG)) {
            Location file = CONFIG_TYPE.parse(arguments.matchedOptionValue(CONFIG, ""), workingDirectory);
            if (file == null) {
                throw new GimbalException(ExitCode.USAGE, CONFIG + " must be " + CONFIG_TYPE.expected());
            }
            written.addAll(SettingsFile.read(PruneCatalogue.ALL, file.path(), workingDirectory));
        }
        written.addAll(SettingFlags.read(PruneCatalogue.ALL, arguments, workingDirectory));
        return SettingValues.of(PruneCatalogue.ALL, written);
    }
}
