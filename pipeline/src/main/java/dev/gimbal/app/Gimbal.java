package dev.gimbal.app;

import dev.gimbal.benchmark.LayerBenchmark;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.comparison.ComparisonRun;
import dev.gimbal.engine.EvalRun;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.ParseResult;

/** The command line: finds the verb, runs it, and answers with an exit code. */
public final class Gimbal {
    private final List<Verb> verbs;
    private final Grammar grammar;

    Gimbal(List<Verb> verbs) {
        this.verbs = verbs;
        this.grammar = new Grammar(verbs);
    }

    /** The process: standard output belongs to results, so whatever else a library prints goes to standard error. */
    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        System.setOut(console.err());
        RealDisk disk = new RealDisk();
        WatchedRuns runs = new WatchedRuns(disk, Version.current(), System.getenv(), Signals::hear);
        List<Verb> verbs = List.of(
                new PruneVerb(runs),
                new ResumeVerb(runs),
                new PlanVerb(PlanVerb.here()),
                new StatusVerb(disk, Pulse.everySecond()),
                new WatchVerb(disk, Pulse::untilSignal, System.getenv()),
                new EvalVerb((settings, observer) -> EvalReport.of(settings, EvalRun.run(settings, observer))),
                new CompareVerb((settings, observer) -> {
                    ComparisonRun run = new ComparisonRun(disk, Version.current(), observer);
                    Signals.hear(run::stop);
                    return run.run(settings);
                }),
                new InspectVerb(),
                new VerifyVerb(),
                new DoctorVerb(Machine::here, (settings, observer) -> LayerBenchmark.of(settings, observer)
                        .run()));
        System.exit(new Gimbal(verbs).run(console, arguments));
    }

    /** Runs the command line and gives its exit code. Whatever is thrown is reported here and nowhere else. */
    int run(Console process, String... arguments) {
        boolean debug = List.of(arguments).contains("--debug");
        Console console = process.logging(LogFlag.find(System.getenv(), arguments));
        if (console.log() == LogFormat.JSON) {
            LibraryLines.goTo(console);
        }
        try {
            ParseResult parsed = grammar.parse(arguments);
            LogFlag.check(System.getenv(), arguments);
            return execute(console, parsed);
        } catch (Throwable failure) {
            return Failures.report(failure, console, debug);
        }
    }

    private int execute(Console console, ParseResult root) {
        ParseResult arguments = root.hasSubcommand() ? root.subcommand() : root;
        String name = root.hasSubcommand() ? arguments.commandSpec().name() : "";
        if (root.isVersionHelpRequested()) {
            console.print("gimbal " + Version.current() + "\n");
        } else if (root.isUsageHelpRequested() || arguments.isUsageHelpRequested()) {
            console.print(grammar.help(name));
        } else if (name.equals(Grammar.HELP)) {
            console.print(grammar.help(arguments.matchedPositionalValue(0, "")));
        } else if (name.isEmpty()) {
            throw new GimbalException(ExitCode.USAGE, "a verb is missing; 'gimbal --help' lists them");
        } else {
            verb(name).run(arguments, console);
        }
        return 0;
    }

    private Verb verb(String name) {
        return Objects.requireNonNull(verbs.stream()
                .filter(verb -> verb.name().equals(name))
                .findFirst()
                .orElse(null));
    }
}
