package dev.gimbal.app;

import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.model.ModelFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal inspect}: says what a model's folder holds. */
final class InspectVerb implements Verb {
    @Override
    public String name() {
        return "inspect";
    }

    @Override
    public String purpose() {
        return "Says what a model's folder holds: architecture, sizes, what pruned it.";
    }

    @Override
    public void declare(CommandSpec spec) {
        FolderArgument.declare(spec, "the folder of a model, or its Hugging Face name (org/name)");
        FormatFlag.declare(spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        OutputFormat format = FormatFlag.read(arguments, console);
        Inspection found = Inspection.of(ModelFolder.open(FolderArgument.read(arguments, console)));
        console.print(format == OutputFormat.JSON ? ReportJson.write(found) : found.summary());
    }
}
