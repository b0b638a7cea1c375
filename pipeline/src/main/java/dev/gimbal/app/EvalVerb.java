package dev.gimbal.app;

import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.EvalCatalogue;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.SettingValues;
import dev.gimbal.engine.ReportJson;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal eval}: measures a model's perplexity on a text, and its accuracy on zero-shot tasks. */
final class EvalVerb implements Verb {
    private final Evaluator evaluator;

    EvalVerb(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    @Override
    public String name() {
        return "eval";
    }

    @Override
    public String purpose() {
        return "Measures a model's perplexity on a text, and its accuracy on zero-shot tasks.";
    }

    @Override
    public void declare(CommandSpec spec) {
        SettingFlags.declare(EvalCatalogue.ALL, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        SettingValues values = SettingValues.of(
                EvalCatalogue.ALL, SettingFlags.read(EvalCatalogue.ALL, arguments, console.workingDirectory()));
        OutputFormat format = values.get(CommonCatalogue.FORMAT);
        EvalReport report;
        try (RunProgress progress = RunProgress.on(console, format)) {
            report = evaluator.evaluate(EvalSettings.of(values), progress);
        }
        console.print(format == OutputFormat.JSON ? ReportJson.write(report) : report.summary());
    }
}
