package dev.gimbal.app;

import dev.gimbal.config.SettingType;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code --log-format} of every verb. Like {@code --debug} it is looked for before the command line is understood, so that
 * whoever collects lines gets the complaint about a wrong command line as he wants it, too.
 */
final class LogFlag {
    private static final String FLAG = "--log-format";
    private static final String VARIABLE = "GIMBAL_LOG_FORMAT";
    private static final SettingType.Choice<LogFormat> TYPE = new SettingType.Choice<>(LogFormat.class);

    private LogFlag() {}

    static OptionSpec option() {
        return OptionSpec.builder(FLAG)
                .type(String.class)
                .arity("1")
                .paramLabel(TYPE.placeholder())
                .description("how lines on standard error are written: for people, or a JSON object each; default: what"
                        + " the environment variable " + VARIABLE + " says, or text")
                .build();
    }

    /**
     * What is asked for; text where that cannot be understood, which {@link #check} says.
     *
     * @param environment the variables of the process
     */
    static LogFormat find(Map<String, String> environment, String... arguments) {
        LogFormat format = parse(asked(environment, arguments));
        return format == null ? LogFormat.TEXT : format;
    }

    /** @throws GimbalException (64, 78) when what is asked for is no format */
    static void check(Map<String, String> environment, String... arguments) {
        String text = asked(environment, arguments);
        if (parse(text) == null) {
            boolean variable = text.equals(environment.get(VARIABLE));
            throw new GimbalException(
                    variable ? ExitCode.CONFIGURATION : ExitCode.USAGE,
                    (variable ? VARIABLE : FLAG) + " must be " + TYPE.expected() + ", not '" + text + "'");
        }
    }

    private static String asked(Map<String, String> environment, String... arguments) {
        List<String> words = List.of(arguments);
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(FLAG + "=")) {
                return words.get(i).substring(FLAG.length() + 1);
            }
            if (words.get(i).equals(FLAG) && i + 1 < words.size()) {
                return words.get(i + 1);
            }
        }
        return environment.getOrDefault(VARIABLE, LogFormat.TEXT.label());
    }

    private static @Nullable LogFormat parse(String text) {
        return TYPE.parse(text, Path.of(""));
    }
}
