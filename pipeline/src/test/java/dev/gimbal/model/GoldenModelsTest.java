package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.model.safetensors.SafetensorsFile;
import dev.gimbal.model.safetensors.TensorEntry;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
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
        SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"));
        float[] expected = new float[WINDOWS * SEQ * VOCABULARY];
        golden.read(golden.tensor("logits"), 0, expected.length, expected, 0);
        float[] logits = logits(ModelFolder.open(folder.toString()), windows(golden));
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], logits[i], 1e-4 * (1 + Math.abs(expected[i])), "logit " + i);
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

    /** {@code [windows * seq, vocabulary]} */
    private static float[] logits(ModelFolder folder, int[][] windows) {
        Backend backend = new ReferenceBackend();
        Model model = new LlamaModel(backend, folder.config(), folder.weights());
        try (Scope scope = backend.open()) {
            Tensor hidden = HiddenStates.embed(backend, model, windows, scope);
            LayerForward forward = new LayerForward(backend, model.geometry(), SEQ, model.rotary(scope, SEQ));
            for (int layer = 0; layer < model.layers(); layer++) {
                forward.layer(model.layer(layer, scope), hidden);
            }
            backend.rmsNorm(hidden, model.finalNorm(scope), model.geometry().epsilon(), hidden);
            Tensor logits = scope.f32(WINDOWS * SEQ, VOCABULARY);
            backend.project(hidden, model.head(scope), logits);
            float[] values = new float[WINDOWS * SEQ * VOCABULARY];
            for (int row = 0; row < WINDOWS * SEQ; row++) {
                logits.read(row, 0, values, row * VOCABULARY, VOCABULARY);
            }
            return values;
        }
    }
}
