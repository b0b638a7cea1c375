package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.HeadUnit;
import dev.gimbal.config.Layout;
import dev.gimbal.model.LayerTensor;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.ModelWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelWriterTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/models");
    private static final long ONE_FILE = 1L << 40;

    private record Variant(String model, HeadUnit unit, boolean biases) {}

    static Stream<Variant> bothLayoutsComputeWhatTheOriginalDoesWithoutTheDroppedColumns() {
        List<Variant> variants = new ArrayList<>();
        for (String model : List.of("llama-gqa", "llama-attention-bias", "mistral-odd-heads")) {
            for (HeadUnit unit : List.of(HeadUnit.GROUP, HeadUnit.BALANCED, HeadUnit.EXPAND)) {
                variants.add(new Variant(model, unit, false));
                variants.add(new Variant(model, unit, true));
            }
        }
        for (String model : List.of("llama-mha", "llama-mlp-bias", "llama-tied", "llama-one-head", "llama-bf16")) {
            variants.add(new Variant(model, HeadUnit.GROUP, false));
        }
        for (String model : List.of("llama-head-dim", "llama-f16", "llama-rope-llama3", "granite-odd-heads-bias")) {
            variants.add(new Variant(model, HeadUnit.EXPAND, true));
        }
        return variants.stream();
    }

    @ParameterizedTest
    @MethodSource
    void bothLayoutsComputeWhatTheOriginalDoesWithoutTheDroppedColumns(Variant variant, @TempDir Path folder) {
        PrunedModel model = new PrunedModel(source(variant.model), variant.unit, variant.biases, variant.hashCode());
        float[] expected = model.expectedLogits();
        for (Layout layout : Layout.values()) {
            ModelFolder written = model.write(folder.resolve(layout.label()), layout, ONE_FILE);
            float[] logits = PrunedModel.logits(written);
            assertEquals(expected.length, logits.length);
            for (int i = 0; i < logits.length; i++) {
                assertEquals(expected[i], logits[i], 1e-4 * (1 + Math.abs(expected[i])), layout + " logit " + i);
            }
            OutputVerifier.verify(written.path());
        }
    }

    @Test
    void theCompactModelIsSmallerAndTheMaskedOneAsLargeAsTheOriginal(@TempDir Path folder) {
        ModelFolder source = source("llama-gqa");
        PrunedModel model = new PrunedModel(source, HeadUnit.BALANCED, false, 5);
        ModelConfig compact =
                model.write(folder.resolve("c"), Layout.COMPACT, ONE_FILE).config();
        assertEquals(2, compact.heads());
        assertEquals(2, compact.keyValueHeads());
        assertEquals(6, compact.headDim());
        assertEquals(30, compact.intermediate());
        ModelWeights masked =
                model.write(folder.resolve("m"), Layout.MASKED, ONE_FILE).weights();
        assertEquals(source.weights().shapes(), masked.shapes());
        int zeroRows = 0;
        float[] query = masked.read(LayerTensor.QUERY.of(0));
        for (int row = 0; row < 24; row++) {
            boolean zero = true;
            for (int j = 0; j < 24; j++) {
                zero &= query[24 * row + j] == 0;
            }
            zeroRows += zero ? 1 : 0;
        }
        assertEquals(2 * 6, zeroRows); // two heads of four, six rows each
    }

    /** With attention_bias transformers expects biases on all four projections, with mlp_bias on all three. */
    @Test
    void biasesThatOnlyOneProjectionNeedsAreZeroOnTheOthers(@TempDir Path folder) {
        PrunedModel model = new PrunedModel(source("llama-mha"), HeadUnit.GROUP, true, 1);
        ModelFolder written = model.write(folder.resolve("w"), Layout.COMPACT, ONE_FILE);
        assertTrue(written.config().attentionBias() && written.config().mlpBias());
        ModelWeights weights = written.weights();
        for (LayerTensor bias : List.of(
                LayerTensor.QUERY_BIAS,
                LayerTensor.KEY_BIAS,
                LayerTensor.VALUE_BIAS,
                LayerTensor.GATE_BIAS,
                LayerTensor.UP_BIAS)) {
            float[] values = weights.read(bias.of(1));
            assertArrayEquals(new float[values.length], values);
        }
        for (LayerTensor bias : List.of(LayerTensor.OUTPUT_BIAS, LayerTensor.DOWN_BIAS)) {
            float[] values = weights.read(bias.of(1));
            assertTrue(
                    Stream.of(values).flatMap(v -> Stream.of(v[0], v[1], v[2])).anyMatch(v -> v != 0));
        }
    }

    @Test
    void whatPruningDoesNotTouchStaysBitForBit(@TempDir Path folder) {
        for (String name : List.of("llama-f16", "llama-bf16", "llama-gqa")) {
            ModelWeights before = source(name).weights();
            PrunedModel model = new PrunedModel(source(name), HeadUnit.GROUP, false, 3);
            ModelWeights after =
                    model.write(folder.resolve(name), Layout.COMPACT, ONE_FILE).weights();
            for (String tensor : after.shapes().keySet()) {
                assertEquals(before.dtype(tensor), after.dtype(tensor));
                if (!tensor.contains("_proj")) {
                    assertArrayEquals(before.read(tensor), after.read(tensor), tensor);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_000, 10_000, 20_000})
    void aLongModelIsWrittenAsShardsWithAnIndex(long fileBytes, @TempDir Path folder) throws IOException {
        PrunedModel model = new PrunedModel(source("llama-gqa"), HeadUnit.GROUP, false, 9);
        ModelFolder whole = model.write(folder.resolve("whole"), Layout.COMPACT, ONE_FILE);
        ModelFolder parts = model.write(folder.resolve("parts"), Layout.COMPACT, fileBytes);
        ModelWeights one = whole.weights();
        ModelWeights many = parts.weights();
        assertEquals(one.shapes(), many.shapes());
        long bytes = 0;
        for (String tensor : one.shapes().keySet()) {
            assertArrayEquals(one.read(tensor), many.read(tensor), tensor);
            bytes += 4L * one.read(tensor).length;
        }
        JsonNode index = new ObjectMapper()
                .readTree(parts.path().resolve("model.safetensors.index.json").toFile());
        assertEquals(bytes, index.path("metadata").path("total_size").longValue());
        assertFalse(Files.exists(parts.path().resolve("model.safetensors")));
        List<String> shards = new ArrayList<>();
        index.path("weight_map").forEach(shard -> shards.add(shard.textValue()));
        long count = shards.stream().distinct().count();
        assertTrue(count > 1);
        for (String shard : shards) {
            assertTrue(shard.matches("model-\\d{5}-of-%05d\\.safetensors".formatted(count)), shard);
            long header = 8 + 200L * one.shapes().size();
            boolean alone = shards.stream().filter(shard::equals).count() == 1;
            assertTrue(alone || Files.size(parts.path().resolve(shard)) <= fileBytes + header);
        }
        OutputVerifier.verify(parts.path());
    }

    @Test
    void whatBelongsToTheModelIsTakenAlong(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(GOLDEN.resolve("llama-mha").resolve(name), source.resolve(name));
        }
        Files.writeString(source.resolve("tokenizer.json"), "{\"kept\":\"as it is\"}");
        Files.writeString(source.resolve("LICENSE"), "free");
        Files.writeString(source.resolve("training_args.bin"), "not");
        PrunedModel model = new PrunedModel(ModelFolder.open(source.toString()), HeadUnit.GROUP, false, 2);
        Path written =
                model.write(folder.resolve("w"), Layout.COMPACT, ONE_FILE).path();
        assertEquals("{\"kept\":\"as it is\"}", Files.readString(written.resolve("tokenizer.json")));
        try (Stream<Path> files = Files.list(written)) {
            assertEquals(
                    List.of(
                            "LICENSE",
                            "README.md",
                            "SHA256SUMS",
                            "config.json",
                            "gimbal.json",
                            "model.safetensors",
                            "tokenizer.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private static ModelFolder source(String name) {
        return ModelFolder.open(GOLDEN.resolve(name).toString());
    }
}
