package dev.gimbal.app;

import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where a run of the command line writes, and where it stands.
 *
 * @param out standard output: results alone
 * @param err standard error: errors, warnings and progress
 * @param command what the user calls the program, as a shell reads it
 * @param workingDirectory what relative paths start from
 * @param terminal whether standard error is a terminal, which a bar can be drawn on
 * @param columns its width
 * @param log how lines on standard error are written
 */
record Console(
        OutputStream out,
        PrintStream err,
        String command,
        Path workingDirectory,
        boolean terminal,
        int columns,
        LogFormat log) {
    private static final int USUAL_COLUMNS = 80;

    /**
     * The process's own. Java cannot ask what it was started as, nor whether standard error is a terminal and how wide,
     * so the launcher says so with the properties {@code gimbal.command}, {@code gimbal.terminal} and {@code
     * gimbal.columns}.
     */
    static Console ofProcess() {
        return new Console(
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Shell.quote(System.getProperty("gimbal.command", "gimbal")),
                Path.of("").toAbsolutePath(),
                Boolean.getBoolean("gimbal.terminal"),
                columns(Integer.getInteger("gimbal.columns", 0)),
                LogFormat.TEXT);
    }

    /** Some terminals say that they have no columns at all. */
    private static int columns(int told) {
        return told > 0 ? told : USUAL_COLUMNS;
    }

    /**
     * Writes a result.
     *
     * @throws ReaderGone when it is a pipe that nobody reads any longer
     * @throws GimbalException (74) when it cannot be written
     */
    void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw new ReaderGone();
            }
            throw new GimbalException(
                    ExitCode.IO, "standard output cannot be written (" + e.getMessage() + "); is its disk full?", e);
        }
    }

    /** A file or folder as a word of a command that is given in the working directory. */
    String word(Location location) {
        Path path = location.path();
        return Shell.quote((path.startsWith(workingDirectory) ? workingDirectory.relativize(path) : path).toString());
    }

    /** The same with lines of another form; a bar is no line. */
    Console logging(LogFormat format) {
        boolean bar = terminal && format == LogFormat.TEXT;
        return new Console(out, err, command, workingDirectory, bar, columns, format);
    }

    /** One line to standard error about how things go. */
    void say(String line) {
        say(LogLine.info(line));
    }

    /** One line to standard error. */
    void say(LogLine line) {
        err.println(log == LogFormat.JSON ? line.json(Instant.now()) : "gimbal: " + line.text());
    }

    /** Whoever read standard output has ended, as {@code head} does; no error, and nothing more to do. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
