package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectVerbTest {
    @TempDir
    private Path folder;

    private final Session session = new Session(golden(), new InspectVerb(), new VerifyVerb());

    private static Path golden() {
        try {
            return Path.of(Objects.requireNonNull(InspectVerbTest.class.getResource("/golden/models"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void sizesAreThoseOfTheConfigurationAndTheWeights() throws IOException {
        try (Stream<Path> models = Files.list(golden())) {
            for (Path model : models.toList()) {
                String name = Objects.requireNonNull(model.getFileName()).toString();
                Session.Outcome outcome = session.run("inspect", name, "--format", "json");
                assertEquals(0, outcome.code(), outcome.err());
                JsonNode found = new ObjectMapper().readTree(outcome.out());
                JsonNode config =
                        new ObjectMapper().readTree(model.resolve("config.json").toFile());
                assertEquals(config.at("/architectures/0"), found.at("/architecture"), name);
                assertEquals(config.at("/num_hidden_layers"), found.at("/layers"), name);
                assertEquals(config.at("/num_attention_heads"), found.at("/heads"), name);
                assertEquals(config.at("/intermediate_size"), found.at("/channels"), name);
                assertEquals(config.at("/vocab_size"), found.at("/vocabulary"), name);
                assertEquals(weightBytes(model), found.at("/parameters").longValue() * bytes(found), name);
            }
        }
    }

    private static int bytes(JsonNode found) {
        assertEquals(1, found.at("/dtypes").size());
        return found.at("/dtypes/0").textValue().equals("F32") ? 4 : 2;
    }

    /** The size of every weights file behind its header. */
    private static long weightBytes(Path model) throws IOException {
        long total = 0;
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.filter(name -> name.getFileName().toString().matches("model.*\\.safetensors"))
                    .toList()) {
                byte[] length = new byte[8];
                try (var in = Files.newInputStream(file)) {
                    in.readNBytes(length, 0, 8);
                }
                long header = java.nio.ByteBuffer.wrap(length)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getLong();
                total += Files.size(file) - 8 - header;
            }
        }
        return total;
    }

    @Test
    void whatPrunedAModelIsReadFromItsReport() throws IOException {
        copy("llama-gqa");
        Files.writeString(folder.resolve("gimbal.json"), """
                {"gimbal": "9.9", "model": {"name": "org/base"}, "settings": {"score": "wifv", "compensation": "ridge"},
                 "ratio": {"asked": 0.2, "reached": 0.21}, "perplexity": {"before": 10, "after": 11.5}, "later": []}
                """);
        String text = session.run("inspect", folder.toString()).out();
        assertTrue(text.contains("pruned      from org/base by gimbal 9.9\n"), text);
        assertTrue(text.contains("method      score wifv, compensation ridge\n"), text);
        assertTrue(text.contains("removed     21.00 % of the prunable parameters (20.00 % asked)\n"), text);
        assertTrue(text.contains("perplexity  10.000 -> 11.500, measured then\n"), text);
    }

    @Test
    void aReportThatIsNoJsonIsRefused() throws IOException {
        copy("llama-gqa");
        Files.writeString(folder.resolve("gimbal.json"), "{\"gimbal\": ");
        Session.Outcome outcome = session.run("inspect", folder.toString());
        assertEquals(65, outcome.code(), outcome.err());
        assertEquals(1, outcome.err().lines().count());
    }

    private void copy(String model) throws IOException {
        for (String name : new String[] {"config.json", "model.safetensors"}) {
            Files.copy(golden().resolve(model).resolve(name), folder.resolve(name));
        }
    }

    @Test
    void aModelThatWasNotPrunedSaysSo() {
        String text = session.run("inspect", "llama-mha").out();
        assertTrue(text.endsWith("pruned      not by gimbal, or not known\n"), text);
    }

    @Test
    void whatIsNoModelIsRefused() {
        assertEquals(66, session.run("inspect", "nowhere").code());
        assertEquals(66, session.run("inspect", ".").code());
        assertEquals(66, session.run("inspect", "no-such-org/no-such-model").code());
        assertEquals(66, session.run("verify", "llama-mha").code(), "it has no hashes");
        assertEquals(64, session.run("inspect", "").code());
        Session.Outcome outcome = session.run("inspect");
        assertEquals(
                "gimbal: gimbal inspect needs DIR: the folder of a model, or its Hugging Face name (org/name)\n",
                outcome.err());
        assertEquals(64, outcome.code());
        assertEquals(64, session.run("inspect", "a", "b").code());
    }
}
