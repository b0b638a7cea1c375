package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program as a process of its own, on the sample model. */
class PruneIT {
    private static final Path SAMPLE =
            Path.of("../configs/sample").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Outcome(int code, String out, String err) {}

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-jar",
                Path.of("target/gimbal.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(file("out.txt"))
                .redirectError(file("err.txt"))
                .start();
    }

    private File file(String name) {
        return folder.resolve(name).toFile();
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        int code = start(arguments).waitFor();
        return new Outcome(
                code, Files.readString(folder.resolve("out.txt")), Files.readString(folder.resolve("err.txt")));
    }

    private static String[] prune(String output, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "prune",
                "--model=" + SAMPLE.resolve("model"),
                "--calibration=" + SAMPLE.resolve("calibration.txt"),
                "--output=" + output));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static JsonNode json(Outcome outcome) throws IOException {
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err());
        return new ObjectMapper().readTree(outcome.out());
    }

    @Test
    void aPrunedModelIsInspectedVerifiedAndMeasuredAsItWasReported() throws IOException, InterruptedException {
        String text = SAMPLE.resolve("evaluation.txt").toString();
        JsonNode pruned = json(run(prune(
                "pruned",
                "--format=json",
                "--windows=8",
                "--ratio=0.4",
                "--evaluation=" + text,
                "--evaluation-windows=8")));
        assertEquals(0.4, pruned.at("/ratio/asked").doubleValue());
        assertEquals(0.4, pruned.at("/ratio/reached").doubleValue(), 0.01);

        JsonNode inspected = json(run("inspect", "pruned", "--format=json"));
        assertEquals(pruned.at("/parameters/after"), inspected.at("/parameters"));
        assertEquals(pruned.at("/ratio/reached"), inspected.at("/pruning/ratio_reached"));
        assertEquals(
                pruned.at("/layers/0/heads/kept").size(), inspected.at("/heads").intValue());
        assertEquals(
                pruned.at("/layers/0/channels/kept").size(),
                inspected.at("/channels").intValue());

        JsonNode before = json(
                run("eval", "--model=" + SAMPLE.resolve("model"), "--text=" + text, "--windows=8", "--format=json"));
        JsonNode after = json(run("eval", "--model=pruned", "--text=" + text, "--windows=8", "--format=json"));
        assertEquals(pruned.at("/perplexity/before"), before.at("/perplexity"));
        assertEquals(pruned.at("/perplexity/after"), after.at("/perplexity"));

        assertEquals(0, run("verify", "pruned").code());
        assertEquals(
                new ObjectMapper().readTree(file("pruned/gimbal.json")), pruned, "the report is kept with the model");
    }

    @Test
    void theFileThatComesWithTheSampleIsAConfiguration() throws IOException, InterruptedException {
        Path conf = SAMPLE.resolveSibling("sample.conf");
        JsonNode pruned = json(run(
                "prune", "--config=" + conf, "--windows=8", "--evaluation-windows=2", "--ratio=0.3", "--format=json"));
        assertEquals(0.3, pruned.at("/settings/ratio").doubleValue());
        assertEquals("sample/model", pruned.at("/settings/model").textValue());
        assertTrue(Files.exists(folder.resolve("out/sample-pruned/model.safetensors")), "below the working directory");
    }

    @Test
    void anOutputThatExistsIsOnlyReplacedWhenAskedAndNeverWhenForeign() throws IOException, InterruptedException {
        assertEquals(
                0, run(prune("pruned", "--windows=2", "--compensation=ridge")).code());
        assertEquals(
                73, run(prune("pruned", "--windows=2", "--compensation=ridge")).code());
        assertEquals(
                0,
                run(prune("pruned", "--windows=2", "--compensation=ridge", "--ratio=0.5", "--force"))
                        .code());
        assertEquals(0, run("verify", "pruned").code());
        Files.createDirectory(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/notes.txt"), "precious");
        assertEquals(
                73,
                run(prune("mine", "--windows=2", "--compensation=ridge", "--force"))
                        .code());
        assertEquals("precious", Files.readString(folder.resolve("mine/notes.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aRunThatIsInterruptedLeavesItsDirectoryAlone(String signal) throws IOException, InterruptedException {
        Process process = start(prune("there/pruned", "--windows=2000"));
        while (process.isAlive() && !Files.readString(folder.resolve("err.txt")).contains("reading")) {
            Thread.sleep(20);
        }
        while (process.isAlive() && names("there").isEmpty()) {
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertEquals(75, process.waitFor());
        String run = folder.resolve("there/pruned.run").toString();
        assertEquals(List.of(run), names("there"));
        String said = Files.readString(folder.resolve("err.txt"));
        assertTrue(said.contains("SIG" + signal) && said.contains("gimbal resume"), said);
    }

    private List<String> names(String name) throws IOException {
        if (!Files.exists(folder.resolve(name))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(Path::toString).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"short.txt,65,tokens", "binary.txt,65,byte 1", "gone.txt,66,does not exist"})
    void aTextThatCannotBeUsedIsRefused(String name, int code, String part) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("short.txt"), "Too short.");
        Files.write(folder.resolve("binary.txt"), new byte[] {'a', (byte) 0xff});
        Outcome outcome = run(
                "prune", "--model=" + SAMPLE.resolve("model"), "--calibration", name, "--output=o", "--format=json");
        assertEquals(code, outcome.code(), outcome.err());
        assertTrue(
                outcome.err().startsWith("gimbal: the text ") && outcome.err().contains(part), outcome.err());
        assertEquals(1, outcome.err().lines().count());
        assertEquals("", outcome.out());
        assertEquals(List.of(), names("o"));
    }
}
