package dev.gimbal.model;

import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import dev.gimbal.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model of the Llama family, read from its files when a layer is asked for. */
public final class LlamaModel implements Model {
    /** Numbers that one task converts. */
    private static final int CHUNK = 1 << 18;

    private final Backend backend;
    private final ModelConfig config;
    private final ModelWeights weights;
    private final LayerGeometry geometry;

    public LlamaModel(Backend backend, ModelConfig config, ModelWeights weights) {
        this.backend = backend;
        this.config = config;
        this.weights = weights;
        this.geometry = LayerGeometry.of(config);
    }

    @Override
    public int layers() {
        return config.layers();
    }

    @Override
    public LayerGeometry geometry() {
        return geometry;
    }

    @Override
    public int vocabulary() {
        return config.vocabulary();
    }

    @Override
    public void embed(int[] tokens, Tensor into) {
        int d = config.hidden();
        float[] row = new float[d];
        for (int i = 0; i < tokens.length; i++) {
            weights.read(CheckpointLayout.EMBEDDING, (long) tokens[i] * d, d, row, 0);
            into.write(i, 0, row, 0, d);
        }
    }

    @Override
    public Tensor rotary(Scope scope, int seq) {
        return RotaryTable.of(config, seq, scope);
    }

    @Override
    public LayerWeights layer(int layer, Scope scope) {
        Loading loading = new Loading(layer, scope);
        LayerWeights loaded = new LayerWeights(
                loading.tensor(LayerTensor.INPUT_NORM),
                loading.stacked(LayerTensor.QUERY, LayerTensor.KEY, LayerTensor.VALUE),
                loading.bias(LayerTensor.QUERY_BIAS, LayerTensor.KEY_BIAS, LayerTensor.VALUE_BIAS),
                loading.tensor(LayerTensor.OUTPUT),
                loading.bias(LayerTensor.OUTPUT_BIAS),
                loading.tensor(LayerTensor.MLP_NORM),
                loading.stacked(LayerTensor.GATE, LayerTensor.UP),
                loading.bias(LayerTensor.GATE_BIAS, LayerTensor.UP_BIAS),
                loading.tensor(LayerTensor.DOWN),
                loading.bias(LayerTensor.DOWN_BIAS));
        loading.run();
        return loaded;
    }

    @Override
    public Tensor finalNorm(Scope scope) {
        return whole(CheckpointLayout.FINAL_NORM, scope);
    }

    @Override
    public Tensor head(Scope scope) {
        return whole(config.tieEmbeddings() ? CheckpointLayout.EMBEDDING : CheckpointLayout.HEAD, scope);
    }

    private Tensor whole(String name, Scope scope) {
        Tensor tensor = scope.f32(name.equals(CheckpointLayout.FINAL_NORM) ? 1 : config.vocabulary(), width(name));
        List<Runnable> parts = new ArrayList<>();
        addRows(parts, name, tensor, 0, tensor.rows(), 0);
        backend.forEach(parts.size(), i -> parts.get(i).run());
        return tensor;
    }

    /** The last dimension of a tensor that the model has. */
    private int width(String name) {
        List<Integer> shape = weights.shapes().getOrDefault(name, List.of(0));
        return shape.get(shape.size() - 1);
    }

    /** Adds tasks that convert {@code rows} rows of a weight, or a vector's columns, a chunk each. */
    private void addRows(List<Runnable> parts, String name, Tensor into, int firstRow, int rows, int firstCol) {
        int columns = width(name);
        int portion = Math.max(1, CHUNK / columns);
        for (int first = 0; first < rows; first += portion) {
            int from = first;
            int count = Math.min(portion, rows - first);
            parts.add(() -> {
                float[] values = new float[count * columns];
                weights.read(name, (long) from * columns, values.length, values, 0);
                for (int i = 0; i < count; i++) {
                    into.write(firstRow + from + i, firstCol, values, i * columns, columns);
                }
            });
        }
    }

    /** Gathers what a layer needs, then converts it on all workers. */
    private final class Loading {
        private final int layer;
        private final Scope scope;
        private final List<Runnable> parts = new ArrayList<>();

        Loading(int layer, Scope scope) {
            this.layer = layer;
            this.scope = scope;
        }

        /** One tensor; a vector is one row. */
        Tensor tensor(LayerTensor kind) {
            return kind.shape(config).size() == 1 ? row(kind) : stacked(kind);
        }

        /** Matrices below each other. */
        Tensor stacked(LayerTensor... kinds) {
            int rows = 0;
            for (LayerTensor kind : kinds) {
                rows += kind.shape(config).get(0);
            }
            Tensor tensor = scope.f32(rows, kinds[0].shape(config).get(1));
            int first = 0;
            for (LayerTensor kind : kinds) {
                addRows(parts, kind.of(layer), tensor, first, kind.shape(config).get(0), 0);
                first += kind.shape(config).get(0);
            }
            return tensor;
        }

        /** Vectors side by side, or null where the model has none. */
        @Nullable
        Tensor bias(LayerTensor... kinds) {
            return kinds[0].isIn(config) ? row(kinds) : null;
        }

        private Tensor row(LayerTensor... kinds) {
            int columns = 0;
            for (LayerTensor kind : kinds) {
                columns += kind.shape(config).get(0);
            }
            Tensor tensor = scope.f32(1, columns);
            int first = 0;
            for (LayerTensor kind : kinds) {
                addRows(parts, kind.of(layer), tensor, 0, 1, first);
                first += kind.shape(config).get(0);
            }
            return tensor;
        }

        void run() {
            backend.forEach(parts.size(), i -> parts.get(i).run());
        }
    }
}
