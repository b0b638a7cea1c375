package dev.gimbal.app;

import dev.gimbal.config.OutputFormat;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal doctor}: says what this machine offers. */
final class DoctorVerb implements Verb {
    private final Supplier<Machine> machine;

    DoctorVerb(Supplier<Machine> machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String purpose() {
        return "Says what this machine offers: Java, cores, memory, backends, graphics processors.";
    }

    @Override
    public void declare(CommandSpec spec) {
        FormatFlag.declare(spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        OutputFormat format = FormatFlag.read(arguments, console);
        Machine found = machine.get();
        console.print(format == OutputFormat.JSON ? ReportJson.write(found) : found.summary());
        if (!found.canCompute()) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE, "no backend works on this machine; the list above says why");
        }
    }
}
