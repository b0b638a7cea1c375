package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * SmolLM2-135M against the logits that transformers computes, to 1e-3; for whoever has the model, which is too large to be
 * committed: {@code GIMBAL_SMOLLM2=FOLDER mvn verify}.
 */
@EnabledIfEnvironmentVariable(
        named = "GIMBAL_SMOLLM2",
        matches = ".+",
        disabledReason = "names the folder of SmolLM2-135M, which is not among the sources")
class SmolLm2Test {
    private static final double TOLERANCE = 1e-3;

    @Test
    void givesTheLogitsOfTransformers() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(Path.of("src/test/resources/golden/smollm2.json").toFile())
                .get("model");
        int seq = golden.get("seq").intValue();
        int compared = 0;
        try (Backend backend = CpuBackend.open(2)) {
            ModelFolder folder = ModelFolder.open(System.getenv("GIMBAL_SMOLLM2"));
            for (JsonNode window : golden.get("windows")) {
                int[][] tokens = new int[1][seq];
                for (int i = 0; i < seq; i++) {
                    tokens[0][i] = window.get("ids").get(i).intValue();
                }
                float[][] logits = Logits.of(backend, folder, tokens);
                for (int p = 0; p < golden.get("positions").size(); p++) {
                    JsonNode top = window.get("top").get(p);
                    float[] row = logits[golden.get("positions").get(p).intValue()];
                    for (int i = 0; i < top.get("ids").size(); i++) {
                        double expected = top.get("logits").get(i).doubleValue();
                        assertEquals(expected, row[top.get("ids").get(i).intValue()], TOLERANCE);
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared > 0);
    }
}
