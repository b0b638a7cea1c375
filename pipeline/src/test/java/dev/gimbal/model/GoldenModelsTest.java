package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.model.safetensors.SafetensorsFile;
import dev.gimbal.model.safetensors.TensorEntry;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.cpu.CpuBackend;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spelling, type and shape of a model against the logits that transformers computes for it. */
class GoldenModelsTest {
    private static final int WINDOWS = 3;
    private static final int SEQ = 24;
    private static final int VOCABULARY = 96;

    static Stream<Path> givesTheLogitsOfTransformers() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/test/resources/golden/models"))) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource
    void givesTheLogitsOfTransformers(Path folder) {
        try (Backend reference = ReferenceBackend.open();
                Backend cpu = CpuBackend.open(2)) {
            assertLogits(reference, folder);
            assertLogits(cpu, folder);
        }
    }

    private static void assertLogits(Backend backend, Path folder) {
        SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"));
        float[] expected = new float[WINDOWS * SEQ * VOCABULARY];
        golden.read(golden.tensor("logits"), 0, expected.length, expected, 0);
        float[][] logits = Logits.of(backend, ModelFolder.open(folder.toString()), windows(golden));
        for (int i = 0; i < expected.length; i++) {
            float logit = logits[i / VOCABULARY][i % VOCABULARY];
            assertEquals(expected[i], logit, 1e-4 * (1 + Math.abs(expected[i])), backend.name() + ", logit " + i);
        }
    }

    private static int[][] windows(SafetensorsFile golden) {
        TensorEntry tokens = golden.tensor("tokens");
        ByteBuffer ids = golden.bytes(tokens, 0, (int) tokens.bytes());
        int[][] windows = new int[WINDOWS][SEQ];
        for (int[] window : windows) {
            for (int i = 0; i < SEQ; i++) {
                window[i] = ids.getInt();
            }
        }
        return windows;
    }
}
