package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticModelTest {
    private static final ModelConfig CONFIG = PublishedShape.SMOLLM2_135M.config();

    private static float[] numbers(Tensor tensor) {
        float[] numbers = new float[tensor.rows() * tensor.cols()];
        for (int row = 0; row < tensor.rows(); row++) {
            tensor.read(row, 0, numbers, row * tensor.cols(), tensor.cols());
        }
        return numbers;
    }

    private static List<float[]> layer(int threads, int layer) {
        try (Backend backend = CpuBackend.open(threads);
                Scope scope = backend.open()) {
            LayerWeights weights = new SyntheticModel(backend, CONFIG, 9).layer(layer, scope);
            return tensors(weights).map(SyntheticModelTest::numbers).toList();
        }
    }

    private static Stream<Tensor> tensors(LayerWeights weights) {
        return Stream.of(
                        weights.inputNorm(),
                        weights.qkv(),
                        weights.qkvBias(),
                        weights.output(),
                        weights.outputBias(),
                        weights.postAttentionNorm(),
                        weights.gateUp(),
                        weights.gateUpBias(),
                        weights.down(),
                        weights.downBias())
                .filter(Objects::nonNull);
    }

    @Test
    void theSameWeightsComeEveryTimeWhateverTheNumberOfThreads() {
        List<float[]> once = layer(1, 3);
        List<float[]> again = layer(3, 3);
        assertEquals(once.size(), again.size());
        for (int i = 0; i < once.size(); i++) {
            assertArrayEquals(once.get(i), again.get(i));
        }
    }

    @Test
    void noTwoMatricesAreAlike() {
        List<float[]> all = new ArrayList<>();
        for (int layer : new int[] {0, 1}) {
            layer(2, layer).stream().filter(one -> one.length > 10_000).forEach(all::add);
        }
        assertEquals(8, all.size());
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertFalse(Arrays.equals(all.get(i), 0, 10_000, all.get(j), 0, 10_000), i + " and " + j);
            }
        }
    }

    @Test
    void weightsHaveTheMeanAndDeviationThatModelsAreInitialisedWith() {
        for (float[] one : layer(2, 5)) {
            double mean = 0;
            double square = 0;
            for (float number : one) {
                mean += number / one.length;
                square += (double) number * number / one.length;
            }
            boolean norm = one.length == CONFIG.hidden();
            assertEquals(norm ? 1 : 0, mean, 2e-4);
            assertEquals(norm ? 1 : 0.02, Math.sqrt(square), 2e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SMOLLM2_135M", "TINYLLAMA"})
    void aLayerHasAsManyNumbersAsItsShapeSays(PublishedShape shape) {
        try (Backend backend = CpuBackend.open(2);
                Scope scope = backend.open()) {
            LayerWeights weights = new SyntheticModel(backend, shape.config(), 2).layer(1, scope);
            long numbers = tensors(weights)
                    .mapToLong(tensor -> (long) tensor.rows() * tensor.cols())
                    .sum();
            assertEquals(CheckpointLayout.layerParameters(shape.config()), numbers);
        }
    }

    @Test
    void biasesAreThereWhereTheConfigurationHasThem() {
        ModelConfig config =
                ModelConfig.parse(CONFIG.raw().put("attention_bias", true).put("mlp_bias", true), "biased");
        try (Backend backend = CpuBackend.open(1);
                Scope scope = backend.open()) {
            LayerWeights weights = new SyntheticModel(backend, config, 1).layer(0, scope);
            assertEquals(10, tensors(weights).count());
            assertEquals(
                    config.intermediate() * 2,
                    Objects.requireNonNull(weights.gateUpBias()).cols());
        }
    }

    @Test
    void aTokenIsARowOfTheTiedHead() {
        try (Backend backend = CpuBackend.open(2);
                Scope scope = backend.open()) {
            SyntheticModel model = new SyntheticModel(backend, CONFIG, 1);
            Tensor rows = scope.f32(2, CONFIG.hidden());
            model.embed(new int[] {7, 49_151}, rows);
            Tensor head = model.head(scope);
            assertArrayEquals(numbers(head.slice(7, 8)), numbers(rows.slice(0, 1)));
            assertArrayEquals(numbers(head.slice(49_151, 49_152)), numbers(rows.slice(1, 2)));
        }
    }
}
