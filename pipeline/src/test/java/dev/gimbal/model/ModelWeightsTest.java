package dev.gimbal.model;

import static dev.gimbal.model.Configs.llama;
import static dev.gimbal.model.Configs.parse;
import static dev.gimbal.model.Configs.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.model.safetensors.DType;
import dev.gimbal.model.safetensors.SafetensorsFile;
import dev.gimbal.model.safetensors.SafetensorsWriter;
import dev.gimbal.model.safetensors.TensorSpec;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelWeightsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/models");
    private static final String NORM = "model.norm.weight";
    private static final String HEAD = "lm_head.weight";

    static Stream<Path> whatTransformersSavedIsWhatTheLayoutExpects() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource
    void whatTransformersSavedIsWhatTheLayoutExpects(Path folder) {
        ModelFolder model = ModelFolder.open(folder.toString());
        ModelWeights weights = model.weights();
        long parameters = 0;
        for (String name : weights.shapes().keySet()) {
            parameters += weights.read(name).length;
            assertTrue(weights.dtype(name).isWeight());
        }
        assertEquals(parameters, CheckpointLayout.parameters(model.config()));
    }

    @Test
    void loadsATensorToAnyRowsOfAMatrix() {
        ModelWeights weights =
                ModelFolder.open(GOLDEN.resolve("llama-bf16").toString()).weights();
        String down = LayerTensor.DOWN.of(1);
        float[] all = weights.read(down);
        try (Scope scope = ReferenceBackend.open().open()) {
            Tensor into = scope.f32(24 + 3, 40);
            weights.load(down, into, 2);
            float[] row = new float[40];
            for (int i = 0; i < 24; i++) {
                into.read(2 + i, 0, row, 0, 40);
                assertArrayEquals(java.util.Arrays.copyOfRange(all, 40 * i, 40 * i + 40), row);
            }
            Tensor vector = scope.f32(1, 24);
            weights.load(NORM, vector, 0);
            float[] norm = new float[24];
            vector.read(0, 0, norm, 0, 24);
            assertArrayEquals(weights.read(NORM), norm);
            assertThrows(IllegalArgumentException.class, () -> weights.load(down, vector, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> weights.read("none"));
    }

    @Test
    void aTensorThatIsMissingIsNamed(@TempDir Path folder) {
        ModelConfig config = parse(llama());
        for (String name : CheckpointLayout.shapes(config).keySet()) {
            Map<String, TensorSpec> tensors = tensors(config);
            tensors.remove(name);
            Path incomplete = write(folder.resolve(name), tensors);
            Refusal.ofData(() -> ModelWeights.open(incomplete, config), "lacks", "'" + name + "'");
        }
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBothShapes(@TempDir Path folder) {
        ModelConfig config = parse(llama());
        String query = LayerTensor.QUERY.of(1);
        List<List<Integer>> shapes =
                List.of(List.of(24, 23), List.of(23, 24), List.of(24 * 24), List.of(24, 24, 1), List.of(0, 24));
        for (List<Integer> shape : shapes) {
            Map<String, TensorSpec> tensors = tensors(config);
            tensors.put(query, new TensorSpec(query, DType.F32, shape));
            Path wrong = write(folder.resolve("" + shape), tensors);
            Refusal.ofData(() -> ModelWeights.open(wrong, config), "'" + query + "'", shape.toString(), "[24, 24]");
        }
    }

    @Test
    void surplusTensorsAreRefusedButForThoseThatDoNoHarm(@TempDir Path folder) {
        ModelConfig config = parse(llama());
        for (String name : List.of(
                "model.layers.2.mlp.up_proj.weight",
                LayerTensor.QUERY_BIAS.of(0),
                "model.layers.0.self_attn.q_norm.weight",
                "model.layers.0.self_attn.q_proj.lora_A.weight",
                "lm_head.bias")) {
            Map<String, TensorSpec> tensors = tensors(config);
            tensors.put(name, new TensorSpec(name, DType.F32, List.of(2)));
            Path surplus = write(folder.resolve(name), tensors);
            Refusal.ofData(() -> ModelWeights.open(surplus, config), "'" + name + "'", "no place");
        }
        Map<String, TensorSpec> tensors = tensors(config);
        for (String name : List.of("model.layers.0.self_attn.rotary_emb.inv_freq", "model.rotary_emb.inv_freq")) {
            tensors.put(name, new TensorSpec(name, DType.F32, List.of(3)));
        }
        ModelWeights weights = ModelWeights.open(write(folder.resolve("fine"), tensors), config);
        assertEquals(CheckpointLayout.shapes(config), weights.shapes());
    }

    @Test
    void aTiedHeadMayBeThereWhenItIsTheEmbedding(@TempDir Path folder) {
        ModelConfig config = parse(llama().put("tie_word_embeddings", true));
        Map<String, TensorSpec> tensors = tensors(config);
        tensors.put(HEAD, new TensorSpec(HEAD, DType.F32, List.of(96, 24)));
        Path same = write(folder.resolve("same"), tensors);
        assertEquals(
                CheckpointLayout.shapes(config), ModelWeights.open(same, config).shapes());

        Path other = write(folder.resolve("other"), tensors, HEAD);
        Refusal.ofData(() -> ModelWeights.open(other, config), "differs from the embedding", "tie_word_embeddings");
        tensors.put(HEAD, new TensorSpec(HEAD, DType.BF16, List.of(96, 24)));
        Path narrower = write(folder.resolve("narrower"), tensors);
        Refusal.ofData(() -> ModelWeights.open(narrower, config), "differs from the embedding");
    }

    @Test
    void namesOfTheBareModelAreRefusedPlainly(@TempDir Path folder) {
        ModelConfig config = parse(llama());
        Map<String, TensorSpec> bare = new LinkedHashMap<>();
        tensors(config).values().forEach(spec -> {
            String name = spec.name().replaceFirst("^model\\.", "");
            bare.put(name, new TensorSpec(name, DType.F32, spec.shape()));
        });
        Path path = write(folder.resolve("bare"), bare);
        Refusal.ofData(() -> ModelWeights.open(path, config), "without the prefix 'model.'");
    }

    /** The layout's sizes with whole numbers in place of floats: as quantised models have them. */
    @Test
    void weightsThatAreWholeNumbersAreRefused(@TempDir Path folder) throws IOException {
        ModelConfig config = parse(with(llama(), "\"vocab_size\":2,\"num_hidden_layers\":1"));
        Path sound = write(folder.resolve("sound"), tensors(config)).resolve("model.safetensors");
        Path quantised = Files.createDirectories(folder.resolve("quantised"));
        String bytes = Files.readString(sound, java.nio.charset.StandardCharsets.ISO_8859_1);
        String name = LayerTensor.UP.of(0);
        int at = bytes.indexOf("F32", bytes.indexOf(name));
        Files.writeString(
                quantised.resolve("model.safetensors"),
                bytes.substring(0, at) + "I32" + bytes.substring(at + 3),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals(
                DType.I32,
                SafetensorsFile.open(quantised.resolve("model.safetensors"))
                        .tensor(name)
                        .dtype());
        Refusal.ofData(() -> ModelWeights.open(quantised, config), "'" + name + "' of type I32", "quantised");
    }

    @Test
    void aWeightThatIsNotFiniteIsFoundWhenItIsRead(@TempDir Path folder) throws IOException {
        ModelConfig config = parse(llama());
        Path file = write(folder.resolve("m"), tensors(config)).resolve("model.safetensors");
        long position =
                SafetensorsFile.open(file).tensor(LayerTensor.DOWN.of(0)).position();
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) position + 4 * (40 * 5 + 7) + 3] = 0x7f;
        bytes[(int) position + 4 * (40 * 5 + 7) + 2] = (byte) 0x80;
        Files.write(file, bytes);
        ModelWeights weights = ModelWeights.open(folder.resolve("m"), config);
        weights.read(LayerTensor.UP.of(0));
        Refusal.ofData(
                () -> weights.read(LayerTensor.DOWN.of(0)),
                "'" + LayerTensor.DOWN.of(0) + "' at row 5, column 7",
                "Infinity");
    }

    private static Map<String, TensorSpec> tensors(ModelConfig config) {
        Map<String, TensorSpec> tensors = new LinkedHashMap<>();
        CheckpointLayout.shapes(config)
                .forEach((name, shape) -> tensors.put(name, new TensorSpec(name, DType.F32, shape)));
        return tensors;
    }

    /** A folder whose tensors are all 0, but for one 1 in each of {@code others}. */
    private static Path write(Path folder, Map<String, TensorSpec> tensors, String... others) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<TensorSpec> specs = new ArrayList<>(tensors.values());
        try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve("model.safetensors"), specs)) {
            for (TensorSpec spec : specs) {
                float[] values = new float[(int) spec.elements()];
                if (List.of(others).contains(spec.name())) {
                    values[values.length - 1] = 1;
                }
                writer.write(Objects.requireNonNull(spec.name()), values, 0, values.length);
            }
            writer.finish();
        }
        return folder;
    }
}
