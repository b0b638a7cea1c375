package dev.gimbal.app;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** Says what went wrong in one sentence, and with which exit code the program ends. */
final class Failures {
    /** What a shell reports of a program that SIGPIPE ended. */
    private static final int READER_GONE = 128 + 13;

    private Failures() {}

    /** Tells the user, with the stack trace where {@code debug}, and gives the exit code. */
    static int report(Throwable failure, Console console, boolean debug) {
        if (failure instanceof Console.ReaderGone) {
            return READER_GONE;
        }
        ExitCode code = code(failure);
        String sentence = sentence(failure).replaceFirst("\\.$", "");
        Map<String, Object> facts = new HashMap<>(Map.of("exit_code", code.code()));
        if (debug) {
            facts.put("stack_trace", trace(failure));
        }
        console.say(new LogLine(LogLine.Level.ERROR, sentence, facts));
        if (debug && console.log() == LogFormat.TEXT) {
            console.err().print(trace(failure));
        }
        return code.code();
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static ExitCode code(Throwable failure) {
        if (failure instanceof GimbalException known) {
            return known.exitCode();
        }
        return failure instanceof OutOfMemoryError ? ExitCode.TRY_AGAIN : ExitCode.SOFTWARE;
    }

    private static String sentence(Throwable failure) {
        if (failure instanceof GimbalException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof OutOfMemoryError) {
            long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
            return "Java's memory of " + mebibytes + " MiB is used up (" + failure.getMessage()
                    + "); give it more, with GIMBAL_JAVA_OPTS=-Xmx" + 2 * mebibytes + "m for example";
        }
        return "this is a fault of gimbal's own (" + failure
                + "); run it again with --debug and report what that prints";
    }
}
