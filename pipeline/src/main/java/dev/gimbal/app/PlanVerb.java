package dev.gimbal.app;

import dev.gimbal.config.BackendSettings;
import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.OutputFormat;
import dev.gimbal.config.PruneCatalogue;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.engine.ReportJson;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.plan.Room;
import dev.gimbal.plan.RunPlan;
import dev.gimbal.plan.Speed;
import dev.gimbal.plan.SpeedTest;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Backends;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal plan}: says what a run would need, and runs nothing. */
final class PlanVerb implements Verb {
    private final Surroundings surroundings;

    PlanVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What a plan depends on beside settings and model. */
    interface Surroundings {
        /** What there is room for. */
        Room room(PruneSettings settings);

        /** How fast the backend is, and which it is. */
        Measured speed(PruneSettings settings, ModelConfig model);
    }

    /**
     * A measurement and what it was of.
     *
     * @param backend its name and description
     */
    record Measured(Speed speed, String backend) {}

    /** This machine. */
    static Surroundings here() {
        return new Surroundings() {
            @Override
            public Room room(PruneSettings settings) {
                return Room.here(settings);
            }

            @Override
            public Measured speed(PruneSettings settings, ModelConfig model) {
                BackendSettings asked = settings.backend();
                try (Backend backend = Backends.open(asked)) {
                    return new Measured(
                            SpeedTest.of(backend, settings, model), backend.name() + ": " + backend.description());
                }
            }
        };
    }

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String purpose() {
        return "Says what a run of prune needs: memory, disk, work, time. Takes the same flags and runs nothing.";
    }

    @Override
    public void declare(CommandSpec spec) {
        ConfigFlag.declare(spec);
        SettingFlags.declare(PruneCatalogue.ALL, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        SettingValues values = SettingValues.of(
                PruneCatalogue.ALL, ConfigFlag.read(PruneCatalogue.ALL, arguments, console.workingDirectory()));
        PruneSettings settings = PruneSettings.of(values);
        ModelConfig model = ModelFolder.configuration(settings.model());
        RunPlan plan = RunPlan.of(settings, model, settings.backend().threads(), surroundings.room(settings));
        Measured measured = surroundings.speed(settings, model);
        PlanReport report = PlanReport.of(settings, model, plan, measured.speed(), measured.backend());
        console.print(
                values.get(CommonCatalogue.FORMAT) == OutputFormat.JSON
                        ? ReportJson.write(report)
                        : PlanText.of(report) + next(arguments, console));
    }

    /** The run itself: the same words behind another verb. */
    private static String next(ParseResult arguments, Console console) {
        List<String> words = arguments.originalArgs();
        return "next        " + console.command() + " prune "
                + words.stream()
                        .skip(words.indexOf("plan") + 1L)
                        .map(Shell::quote)
                        .collect(Collectors.joining(" "))
                + "\n";
    }
}
