package dev.gimbal.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which tensors a checkpoint of this family has, and their shapes. */
public final class CheckpointLayout {
    /** {@code [vocabulary, d]} */
    public static final String EMBEDDING = "model.embed_tokens.weight";

    /** {@code [d]}, before the output projection */
    public static final String FINAL_NORM = "model.norm.weight";

    /** {@code [vocabulary, d]}; absent where embeddings are tied */
    public static final String HEAD = "lm_head.weight";

    private CheckpointLayout() {}

    /** Every tensor's shape by name, in the order of the computation. */
    public static Map<String, List<Integer>> shapes(ModelConfig config) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, List.of(config.vocabulary(), config.hidden()));
        for (int layer = 0; layer < config.layers(); layer++) {
            for (LayerTensor tensor : LayerTensor.values()) {
                if (tensor.isIn(config)) {
                    shapes.put(tensor.of(layer), tensor.shape(config));
                }
            }
        }
        shapes.put(FINAL_NORM, List.of(config.hidden()));
        if (!config.tieEmbeddings()) {
            shapes.put(HEAD, List.of(config.vocabulary(), config.hidden()));
        }
        return shapes;
    }

    /** How many numbers the model has, tied embeddings counted once. */
    public static long parameters(ModelConfig config) {
        return shapes(config).values().stream()
                .mapToLong(CheckpointLayout::numbers)
                .sum();
    }

    /** How many numbers one layer has. */
    public static long layerParameters(ModelConfig config) {
        return Stream.of(LayerTensor.values())
                .filter(tensor -> tensor.isIn(config))
                .mapToLong(tensor -> numbers(tensor.shape(config)))
                .sum();
    }

    private static long numbers(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
