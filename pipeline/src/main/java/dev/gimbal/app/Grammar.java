package dev.gimbal.app;

import dev.gimbal.config.NearestName;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's words and flags, and what is said of those that are wrong. */
final class Grammar {
    /** The verb that prints help, which every other may also be asked for with {@code --help}. */
    static final String HELP = "help";

    private static final int HELP_COLUMNS = 100;

    private final CommandLine line;

    Grammar(List<Verb> verbs) {
        CommandSpec root = spec("gimbal", "Prunes language models on the machine that you have.");
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("print the version")
                .build());
        line = new CommandLine(root);
        for (Verb verb : verbs) {
            CommandSpec spec = spec(verb.name(), verb.purpose());
            verb.declare(spec);
            line.addSubcommand(verb.name(), spec);
        }
        CommandSpec help = spec(HELP, "Prints the help of a verb.");
        help.addPositional(PositionalParamSpec.builder()
                .paramLabel("VERB")
                .type(String.class)
                .arity("0..1")
                .description("the verb")
                .build());
        line.addSubcommand(HELP, help);
        line.setExpandAtFiles(false).setInterpolateVariables(false).setUsageHelpWidth(HELP_COLUMNS);
    }

    private static CommandSpec spec(String name, String purpose) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage(new UsageMessageSpec()
                .description(purpose)
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .sortOptions(false));
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("print this")
                .build());
        spec.addOption(OptionSpec.builder("--debug")
                .description("show the stack trace of an error")
                .build());
        spec.addOption(LogFlag.option());
        return spec;
    }

    /**
     * What the arguments say.
     *
     * @throws GimbalException (64) when they say nothing that can be understood
     */
    ParseResult parse(String... arguments) {
        try {
            return line.parseArgs(arguments);
        } catch (ParameterException e) {
            throw new GimbalException(ExitCode.USAGE, sentence(e), e);
        }
    }

    /** The help of a verb, or of the whole where {@code verb} is empty. */
    String help(String verb) {
        CommandLine command = verb.isEmpty() ? line : line.getSubcommands().get(verb);
        if (command == null) {
            throw new GimbalException(ExitCode.USAGE, unknownVerb(verb));
        }
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private String sentence(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String name = spec.qualifiedName(" ");
        if (e instanceof OverwrittenOptionException twice) {
            return ((OptionSpec) twice.getOverwritten()).longestName() + " is given twice; give it once";
        }
        if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec argument = missing.getMissing().get(0);
            return argument instanceof OptionSpec option
                    ? option.longestName() + " needs a value: " + option.longestName() + " " + option.paramLabel()
                    : name + " needs " + argument.paramLabel() + ": " + argument.description()[0];
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0), spec, name);
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("the command line is wrong") + "; see " + name
                + " --help";
    }

    private String unmatched(String word, CommandSpec spec, String name) {
        if (word.startsWith("-")) {
            String flag = word.replaceFirst("=.*", "");
            return name + " has no flag '" + flag + "'; "
                    + NearestName.suggestion(flag, flags(spec), "'" + name + " --help' lists them");
        }
        return spec.parent() == null
                ? unknownVerb(word)
                : "'" + word + "' is one word too many for " + name + "; see '" + name + " --help'";
    }

    private static List<String> flags(CommandSpec spec) {
        return spec.options().stream().map(OptionSpec::longestName).toList();
    }

    private String unknownVerb(String word) {
        List<String> verbs = List.copyOf(line.getSubcommands().keySet());
        return "there is no verb '" + word + "'; "
                + NearestName.suggestion(
                        word, verbs, "the verbs are " + verbs.stream().collect(Collectors.joining(", ")));
    }
}
