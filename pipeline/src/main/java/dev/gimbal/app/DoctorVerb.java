package dev.gimbal.app;

import dev.gimbal.benchmark.BenchmarkResult;
import dev.gimbal.config.BenchmarkSettings;
import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.DoctorCatalogue;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal doctor}: says what this machine offers, or measures it. */
final class DoctorVerb implements Verb {
    private final Supplier<Machine> machine;
    private final BiFunction<BenchmarkSettings, PruneObserver, BenchmarkResult> benchmark;

    DoctorVerb(Supplier<Machine> machine, BiFunction<BenchmarkSettings, PruneObserver, BenchmarkResult> benchmark) {
        this.machine = machine;
        this.benchmark = benchmark;
    }

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String purpose() {
        return "Says what this machine offers: Java, cores, memory, backends, graphics processors; with --benchmark, what"
                + " a layer takes.";
    }

    @Override
    public void declare(CommandSpec spec) {
        SettingFlags.declare(DoctorCatalogue.ALL, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        List<Written> written = SettingFlags.read(DoctorCatalogue.ALL, arguments, console.workingDirectory());
        OutputFormat format = SettingValues.of(DoctorCatalogue.ALL, written).get(CommonCatalogue.FORMAT);
        BenchmarkSettings asked = BenchmarkSettings.of(written);
        if (asked == null) {
            describe(format, console);
        } else {
            measure(asked, format, console);
        }
    }

    private void describe(OutputFormat format, Console console) {
        Machine found = machine.get();
        console.print(format == OutputFormat.JSON ? ReportJson.write(found) : found.summary());
        if (!found.canCompute()) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE, "no backend works on this machine; the list above says why");
        }
    }

    private void measure(BenchmarkSettings asked, OutputFormat format, Console console) {
        BenchmarkResult result;
        try (RunProgress progress = RunProgress.on(console, format)) {
            result = benchmark.apply(asked, progress);
        }
        console.print(format == OutputFormat.JSON ? ReportJson.write(result) : BenchmarkText.of(result));
    }
}
