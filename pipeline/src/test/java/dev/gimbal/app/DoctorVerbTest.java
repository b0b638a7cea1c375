package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.tensor.Availability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        return new Session(Path.of("/"), new DoctorVerb(() -> machine));
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
        Session.Outcome outcome =
                new Session(Path.of("/"), new DoctorVerb(Machine::here)).run("doctor", "--format", "json");
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
