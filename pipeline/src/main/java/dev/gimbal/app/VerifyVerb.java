package dev.gimbal.app;

import dev.gimbal.config.Location;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.surgery.OutputVerifier;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal verify}: checks that a folder still holds what was written to it. */
final class VerifyVerb implements Verb {
    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String purpose() {
        return "Checks a pruned model: every file's hash, every tensor's shape, every number finite.";
    }

    @Override
    public void declare(CommandSpec spec) {
        FolderArgument.declare(spec, "a folder that gimbal prune wrote");
        FormatFlag.declare(spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        OutputFormat format = FormatFlag.read(arguments, console);
        Location folder = FolderArgument.read(arguments, console);
        OutputVerifier.Verified verified = OutputVerifier.verify(folder.path());
        console.print(
                format == OutputFormat.JSON
                        ? ReportJson.write(verified)
                        : String.format(
                                Locale.ROOT,
                                "%s is as it was written: %d files (%,d bytes), %d tensors, %,d parameters, all finite\n",
                                folder,
                                verified.files(),
                                verified.bytes(),
                                verified.tensors(),
                                verified.parameters()));
    }
}
