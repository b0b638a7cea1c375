package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.benchmark.BenchmarkResult;
import dev.gimbal.config.BenchmarkSettings;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.tensor.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorVerbTest {
    private static Session session(boolean works, List<String> graphics) {
        Machine machine = new Machine(
                "1.0",
                "17.0.1",
                "Linux",
                4,
                8L << 30,
                2L << 30,
                List.of(new Availability("cpu", works, works ? "OpenBLAS" : "no library")),
                graphics);
        return new Session(Path.of("/"), new DoctorVerb(() -> machine, DoctorVerbTest::measured));
    }

    /** The real one is held to in its own test. */
    private static BenchmarkResult measured(BenchmarkSettings settings, PruneObserver observer) {
        return new BenchmarkResult(
                settings.shape().written(),
                "cpu: OpenBLAS",
                32,
                202_383_360,
                settings.run().calibration().windows(),
                settings.run().calibration().seq(),
                "auto",
                0.2,
                List.of(20.25, 10.0),
                320,
                1638.4,
                Map.of("gram", 3.0, "solves", 9.0),
                InputsPlace.KEEP,
                3L << 30,
                5L << 29,
                1L << 30);
    }

    @Test
    void aBenchmarkIsReadableAndParsable() throws IOException {
        Session session = session(true, List.of());
        assertEquals(
                """
                benchmark   2 of 32 layers of llama-7b, 202.4 million random weights each; 9 windows of 128 tokens, auto at 0.2
                backend     cpu: OpenBLAS
                a layer     20.3, 10.0 s; 1638 tokens a second through the last
                parts       solves 75 %, gram 25 %
                memory      2.50 GiB at most, planned 3.00 GiB with activations keep; tensors took 1.00 GiB
                a model     about 5 min 20 s for its 32 layers, without reading, saving and writing
                """,
                session.run("doctor", "--benchmark", "llama-7b", "--windows", "9")
                        .out());
        JsonNode json = new ObjectMapper()
                .readTree(session.run("doctor", "--benchmark", "llama-7b", "--format", "json")
                        .out());
        assertEquals(10, json.at("/layer_seconds/1").doubleValue());
        assertEquals("keep", json.at("/activations").textValue());
    }

    @Test
    void everyFactIsALine() {
        assertEquals("""
                gimbal    1.0
                java      17.0.1
                system    Linux
                cores     4
                memory    8.0 GiB, 2.0 GiB of it for Java's own objects
                backend   cpu: OpenBLAS
                graphics  no NVIDIA processor found
                """, session(true, List.of()).run("doctor").out());
        assertTrue(session(true, List.of("H100, 80 GiB")).run("doctor").out().contains("graphics  H100, 80 GiB"));
    }

    @Test
    void withoutAWorkingBackendItSaysWhyAndEndsAsUnavailable() {
        Session.Outcome outcome = session(false, List.of()).run("doctor");
        assertTrue(outcome.out().contains("backend   cpu does not work: no library\n"), outcome.out());
        assertEquals("gimbal: no backend works on this machine; the list above says why\n", outcome.err());
        assertEquals(69, outcome.code());
    }

    @Test
    void theRealMachineIsDescribedInJson() throws IOException {
        Session.Outcome outcome = new Session(Path.of("/"), new DoctorVerb(Machine::here, DoctorVerbTest::measured))
                .run("doctor", "--format", "json");
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertEquals(
                Runtime.getRuntime().availableProcessors(), json.at("/cores").intValue());
        assertTrue(json.at("/java").textValue().startsWith(Runtime.version().feature() + "."));
        assertTrue(json.at("/memory_bytes").longValue() > json.at("/heap_bytes").longValue());
        assertEquals("cpu", json.at("/backends/0/name").textValue());
        assertEquals(0, outcome.code(), outcome.err());
    }

    @Test
    void aToolThatIsMissingOrFailsTellsNothing() {
        assertEquals(List.of("a", "b"), Graphics.ask("sh", "-c", "echo a; echo b"));
        assertEquals(List.of(), Graphics.ask("sh", "-c", "echo a; exit 9"));
        assertEquals(List.of(), Graphics.ask("no-such-program-anywhere"));
    }

    @Test
    void whatADriverShowsIsRead(@TempDir Path folder) throws IOException {
        assertEquals(List.of(), Graphics.shown(folder.resolve("none")));
        Path processor = Files.createDirectory(folder.resolve("0000:01:00.0"));
        Files.writeString(processor.resolve("information"), "Model: \t\t NVIDIA H200\nIRQ: 7\n");
        assertEquals(List.of("NVIDIA H200"), Graphics.shown(folder));
    }
}
