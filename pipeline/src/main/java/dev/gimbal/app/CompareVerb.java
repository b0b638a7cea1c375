package dev.gimbal.app;

import dev.gimbal.comparison.Grid;
import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.CompareCatalogue;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.ComparisonReport;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal compare}: prunes a model in many ways, measures each, and writes a report. */
final class CompareVerb implements Verb {
    private final Comparer comparer;

    CompareVerb(Comparer comparer) {
        this.comparer = comparer;
    }

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String purpose() {
        return "Prunes a model in many ways, measures each, and writes a report with tables, plots and a verdict.";
    }

    @Override
    public void declare(CommandSpec spec) {
        ConfigFlag.declare(spec);
        SettingFlags.declare(CompareCatalogue.ALL, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        List<Written> written = ConfigFlag.read(CompareCatalogue.ALL, arguments, console.workingDirectory());
        CompareSettings settings = CompareSettings.of(written);
        OutputFormat format = SettingValues.of(CompareCatalogue.ALL, written).get(CommonCatalogue.FORMAT);
        if (settings.dryRun()) {
            GridReport grid = GridReport.of(Grid.of(settings));
            console.print(format == OutputFormat.JSON ? ReportJson.write(grid) : grid.text());
            return;
        }
        Comparison comparison = comparer.compare(settings, new ComparisonProgress(console, format));
        console.print(
                format == OutputFormat.JSON
                        ? ReportJson.write(comparison)
                        : ComparisonReport.summary(comparison) + "\nreport      " + console.word(settings.output())
                                + "/report.html\n");
    }
}
