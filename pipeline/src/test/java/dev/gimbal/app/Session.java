package dev.gimbal.app;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs command lines inside the test's own process and keeps what they print. */
final class Session {
    /** What one command line left behind. */
    record Outcome(int code, String out, String err) {}

    private final Path workingDirectory;
    private final List<Verb> verbs;

    Session(Path workingDirectory, Verb... verbs) {
        this.workingDirectory = workingDirectory;
        this.verbs = List.of(verbs);
    }

    Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(out, false, arguments);
    }

    /** As on a terminal of 100 columns. */
    Outcome runOnTerminal(String... arguments) {
        return run(new ByteArrayOutputStream(), true, arguments);
    }

    Outcome run(OutputStream out, boolean terminal, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "./gimbal",
                workingDirectory,
                terminal,
                100,
                LogFormat.TEXT);
        int code = new Gimbal(verbs).run(console, arguments);
        return new Outcome(
                code,
                out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "",
                err.toString(StandardCharsets.UTF_8));
    }
}
