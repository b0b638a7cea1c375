package dev.gimbal.app;

import dev.gimbal.actor.Pipeline;
import dev.gimbal.config.MonitorCatalogue;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal resume}: goes on with an interrupted run. */
final class ResumeVerb implements Verb {
    private final Resumer resumer;

    ResumeVerb(Resumer resumer) {
        this.resumer = resumer;
    }

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String purpose() {
        return "Goes on with an interrupted run; the same model comes out as without the interruption.";
    }

    @Override
    public void declare(CommandSpec spec) {
        FolderArgument.declare(spec, "the run directory, as gimbal prune named it");
        SettingFlags.declare(MonitorCatalogue.ALONE, spec);
        FormatFlag.declare(spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        OutputFormat format = FormatFlag.read(arguments, console);
        Path folder = FolderArgument.readRun(arguments, console);
        List<Written> written = SettingFlags.read(MonitorCatalogue.ALONE, arguments, console.workingDirectory());
        SettingValues.of(MonitorCatalogue.ALONE, written); // or they are wrong
        Pipeline.Resumed resumed;
        try (RunProgress progress = RunProgress.on(console, format)) {
            resumed = resumer.resume(folder, written, progress, console);
        }
        if (resumed instanceof Pipeline.Done done) {
            PruneVerb.show(done.report(), format, done.settings(), console);
        } else {
            show((Pipeline.DoneBefore) resumed, format, console);
        }
    }

    private static void show(Pipeline.DoneBefore done, OutputFormat format, Console console) {
        console.print(
                format == OutputFormat.JSON
                        ? done.report()
                        : "the run was finished already; its model is in " + done.output() + "\n");
    }
}
