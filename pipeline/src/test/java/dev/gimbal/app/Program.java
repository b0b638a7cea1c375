package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The whole program as processes of its own, on the sample model. */
final class Program {
    private static final Path SAMPLE =
            Path.of("../configs/sample").toAbsolutePath().normalize();

    private final Path folder;

    /** @param folder where the processes stand, and where what they say goes */
    Program(Path folder) {
        this.folder = folder;
    }

    /** What a process has left. */
    record Outcome(int code, String out, String err) {
        /** That what was said last is this one line. */
        void requireRefusal(int expected, String... parts) {
            assertEquals(expected, code, err);
            String last = err.lines().reduce("", (before, line) -> line);
            assertTrue(last.startsWith("gimbal: "), err);
            for (String part : parts) {
                assertTrue(last.contains(part), () -> "no '" + part + "' in: " + err);
            }
            assertTrue(!err.contains("\tat "), err);
        }
    }

    /** The command line of {@code arguments}. */
    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target/gimbal.jar").toAbsolutePath().toString()));
        command.addAll(arguments);
        return command;
    }

    /** Arguments for pruning into {@code output}. */
    static List<String> prune(String output, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "prune",
                "--model=" + SAMPLE.resolve("model"),
                "--calibration=" + SAMPLE.resolve("calibration.txt"),
                "--output=" + output));
        arguments.addAll(more);
        return arguments;
    }

    Process start(List<String> arguments) throws IOException {
        return start(arguments, "");
    }

    /** @param mark tells what this process says from what others at the same time do */
    Process start(List<String> arguments, String mark) throws IOException {
        return new ProcessBuilder(command(arguments))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("stdout" + mark).toFile())
                .redirectError(folder.resolve("stderr" + mark).toFile())
                .start();
    }

    Outcome end(Process process) throws IOException, InterruptedException {
        return end(process, "");
    }

    Outcome end(Process process, String mark) throws IOException, InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end; it said " + said(mark));
        }
        return new Outcome(process.exitValue(), Files.readString(folder.resolve("stdout" + mark)), said(mark));
    }

    /** What a process has said so far. */
    String said(String mark) throws IOException {
        return Files.readString(folder.resolve("stderr" + mark));
    }

    Outcome run(List<String> arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    Outcome resume(String directory) throws IOException, InterruptedException {
        return run(List.of("resume", directory));
    }

    /** Sends a signal by its short name. */
    static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for {@code condition}; false when the process ends before. */
    static boolean await(Process process, Condition condition) throws IOException, InterruptedException {
        while (process.isAlive()) {
            if (condition.holds()) {
                return true;
            }
            Thread.sleep(1);
        }
        return condition.holds();
    }

    /** Something that will be so. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** What is in a folder; nothing where there is none. */
    List<String> names(String name) throws IOException {
        if (!Files.isDirectory(folder.resolve(name))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Whether a run in this directory has committed anything that is still there. */
    boolean hasGeneration(String directory) throws IOException {
        return names(directory).stream().anyMatch(name -> name.endsWith(".manifest"));
    }

    /** The same model, in another folder. */
    void requireSameModel(String expected, String actual) throws IOException {
        assertEquals(names(expected), names(actual));
        for (String name : List.of("model.safetensors", "config.json")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve(expected).resolve(name)),
                    Files.readAllBytes(folder.resolve(actual).resolve(name)),
                    name);
        }
    }

    /** {@code actual} is the model, whole, and its run has left nothing else than it should. */
    void requireFinished(String expected, String actual) throws IOException {
        requireSameModel(expected, actual);
        assertEquals(List.of("events.bin", "report.json"), names(actual + ".run"));
        assertEquals(
                List.of(),
                names("").stream().filter(name -> name.startsWith(".")).toList());
    }

    void delete(String name) throws IOException {
        Path path = folder.resolve(name);
        if (Files.exists(path)) {
            try (Stream<Path> tree = Files.walk(path)) {
                for (Path one : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
