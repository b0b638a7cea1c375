package dev.gimbal.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What one word behind {@code gimbal} does. */
interface Verb {
    String name();

    /** One line for the help. */
    String purpose();

    /** Adds the verb's flags and parameters. */
    void declare(CommandSpec spec);

    /** Does it. An error is thrown; a result is printed. */
    void run(ParseResult arguments, Console console);
}
