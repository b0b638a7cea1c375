package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.surgery.OutputFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyVerbTest {
    @TempDir
    private Path folder;

    private Session session = new Session(Path.of("/"));

    @BeforeEach
    void writeAModel() throws URISyntaxException {
        session = new Session(folder, new VerifyVerb());
        Path model = Path.of(Objects.requireNonNull(getClass().getResource("/golden/models/llama-gqa"))
                .toURI());
        try (OutputFolder output = OutputFolder.create(folder.resolve("model"), false)) {
            output.copy(model.resolve("config.json"));
            output.copy(model.resolve("model.safetensors"));
            output.commit();
        }
    }

    @Test
    void whatIsAsItWasWrittenIsSaidToBe() throws IOException {
        Session.Outcome outcome = session.run("verify", "model");
        assertTrue(outcome.out().startsWith("model is as it was written: 2 files ("), outcome.out());
        assertEquals(0, outcome.code());
        var json = new ObjectMapper()
                .readTree(session.run("verify", "model", "--format=json").out());
        assertEquals(2, json.at("/files").intValue());
        assertTrue(json.at("/parameters").longValue() > 0);
    }

    @Test
    void whatWasAlteredIsNamed() throws IOException {
        Files.writeString(folder.resolve("model/config.json"), "{}");
        Session.Outcome outcome = session.run("verify", "model");
        assertEquals(65, outcome.code());
        assertTrue(outcome.err().contains("config.json"), outcome.err());
        assertEquals(1, outcome.err().lines().count());
        assertEquals("", outcome.out());
    }
}
