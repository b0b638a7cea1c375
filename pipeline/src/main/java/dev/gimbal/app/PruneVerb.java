package dev.gimbal.app;

import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.ReportJson;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal prune}: writes a smaller model. */
final class PruneVerb implements Verb {
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
        ConfigFlag.declare(spec);
        SettingFlags.declare(PruneCatalogue.ALL, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        List<Written> written = ConfigFlag.read(PruneCatalogue.ALL, arguments, console.workingDirectory());
        SettingValues values = SettingValues.of(PruneCatalogue.ALL, written);
        PruneSettings settings = PruneSettings.of(values);
        OutputFormat format = values.get(CommonCatalogue.FORMAT);
        PruneReport report;
        try (RunProgress progress = RunProgress.on(console, format)) {
            report = pruner.prune(settings, written, progress, console);
        }
        show(report, format, settings, console);
    }

    /** Prints what a finished run came to. */
    static void show(PruneReport report, OutputFormat format, PruneSettings settings, Console console) {
        console.print(
                format == OutputFormat.JSON
                        ? ReportJson.write(report)
                        : ReportText.summary(report) + ReportText.next(settings, console));
    }
}
