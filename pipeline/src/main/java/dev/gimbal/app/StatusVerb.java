package dev.gimbal.app;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.saving.status.RunStatus;
import dev.gimbal.saving.status.RunWatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal status}: says where a run is. */
final class StatusVerb implements Verb {
    private static final String WATCH = "--watch";

    private final Disk disk;
    private final Pulse pulse;

    /** @param disk that run directories lie on */
    StatusVerb(Disk disk, Pulse pulse) {
        this.disk = disk;
        this.pulse = pulse;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String purpose() {
        return "Says where a run is, whether it is worked on, and how it ended.";
    }

    @Override
    public void declare(CommandSpec spec) {
        FolderArgument.declare(spec, "the run directory, as gimbal prune named it");
        spec.addOption(OptionSpec.builder(WATCH)
                .description("look again and again until the run ends")
                .build());
        FormatFlag.declare(spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        OutputFormat format = FormatFlag.read(arguments, console);
        RunWatch watch = new RunWatch(FolderArgument.readRun(arguments, console), disk);
        if (arguments.hasMatchedOption(WATCH)) {
            StatusView view = StatusView.on(console, format);
            watch(watch, view);
        } else {
            watch.look();
            RunStatus status = watch.status(pulse.now());
            console.print(format == OutputFormat.JSON ? ReportJson.write(status) : StatusView.text(status, console));
        }
    }

    private void watch(RunWatch watch, StatusView view) {
        boolean changed = watch.look();
        RunStatus status = watch.status(pulse.now());
        while (status.state().mayGoOn()) {
            view.show(status, changed);
            if (!pulse.await()) {
                break;
            }
            changed = watch.look();
            status = watch.status(pulse.now());
        }
        view.end(status);
    }
}
