package dev.gimbal.surgery;

import dev.gimbal.model.LayerTensor;
import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes rows and columns out of one layer on its way to the files. */
final class LayerSurgery {
    /** Numbers that are handed to the files at once. */
    private static final int CHUNK = 1 << 16;

    private final TensorFiles files;
    private final ModelConfig config;
    private final int layer;

    /** @param config of the model that is written */
    LayerSurgery(TensorFiles files, ModelConfig config, int layer) {
        this.files = files;
        this.config = config;
        this.layer = layer;
    }

    /** What stays moves together: smaller matrices. */
    void writeCompact(ModelWriter.Layer pruned) {
        LayerWeights original = pruned.original();
        KeptHeads heads = pruned.heads();
        HeadGeometry geometry = heads.geometry();
        int h = geometry.headSize();
        int keys = geometry.heads() * h;
        int values = keys + geometry.keyValueHeads() * h;
        int[] keyValueRows = LayerRows.keyValues(heads);
        writeRows(
                LayerTensor.QUERY,
                LayerTensor.QUERY_BIAS,
                original.qkv(),
                original.qkvBias(),
                LayerRows.queries(heads));
        writeRows(LayerTensor.KEY, LayerTensor.KEY_BIAS, original.qkv(), original.qkvBias(), from(keys, keyValueRows));
        writeRows(
                LayerTensor.VALUE,
                LayerTensor.VALUE_BIAS,
                original.qkv(),
                original.qkvBias(),
                from(values, keyValueRows));
        int[] channels = pruned.channels();
        writeRows(LayerTensor.GATE, LayerTensor.GATE_BIAS, original.gateUp(), original.gateUpBias(), channels);
        int[] up = from(original.down().cols(), channels);
        writeRows(LayerTensor.UP, LayerTensor.UP_BIAS, original.gateUp(), original.gateUpBias(), up);
        int[] allOfOutput = IntStream.range(0, pruned.output().weight().cols()).toArray();
        writeTarget(LayerTensor.OUTPUT, LayerTensor.OUTPUT_BIAS, pruned.output(), allOfOutput);
        int[] allOfDown = IntStream.range(0, pruned.down().weight().cols()).toArray();
        writeTarget(LayerTensor.DOWN, LayerTensor.DOWN_BIAS, pruned.down(), allOfDown);
    }

    /** What stays stays where it was, and the rest becomes 0: the sizes of the original. */
    void writeMasked(ModelWriter.Layer pruned) {
        LayerWeights original = pruned.original();
        KeptHeads heads = pruned.heads();
        HeadGeometry geometry = heads.geometry();
        int h = geometry.headSize();
        int keys = geometry.heads() * h;
        int values = keys + geometry.keyValueHeads() * h;
        int channels = original.down().cols();
        int[] queries = masked(0, keys, LayerRows.queries(heads));
        int[] keyValues = LayerRows.readKeyValues(heads);
        int width = geometry.keyValueHeads() * h;
        writeRows(LayerTensor.QUERY, LayerTensor.QUERY_BIAS, original.qkv(), original.qkvBias(), queries);
        writeRows(
                LayerTensor.KEY,
                LayerTensor.KEY_BIAS,
                original.qkv(),
                original.qkvBias(),
                masked(keys, width, keyValues));
        writeRows(
                LayerTensor.VALUE,
                LayerTensor.VALUE_BIAS,
                original.qkv(),
                original.qkvBias(),
                masked(values, width, keyValues));
        writeRows(
                LayerTensor.GATE,
                LayerTensor.GATE_BIAS,
                original.gateUp(),
                original.gateUpBias(),
                masked(0, channels, pruned.channels()));
        writeRows(
                LayerTensor.UP,
                LayerTensor.UP_BIAS,
                original.gateUp(),
                original.gateUpBias(),
                masked(channels, channels, pruned.channels()));
        writeTarget(LayerTensor.OUTPUT, LayerTensor.OUTPUT_BIAS, pruned.output(), places(keys, heads.columns()));
        writeTarget(LayerTensor.DOWN, LayerTensor.DOWN_BIAS, pruned.down(), places(channels, pruned.channels()));
    }

    private static int[] from(int start, int[] rows) {
        return Arrays.stream(rows).map(row -> start + row).toArray();
    }

    /** All {@code count} rows from {@code start} on; -1 in place of those that go. */
    private static int[] masked(int start, int count, int[] kept) {
        int[] rows = new int[count];
        Arrays.fill(rows, -1);
        for (int row : kept) {
            rows[row] = start + row;
        }
        return rows;
    }

    /** For each of {@code count} columns which one of the kept ones it is; -1 for those that go. */
    private static int[] places(int count, int[] kept) {
        int[] places = new int[count];
        Arrays.fill(places, -1);
        for (int i = 0; i < kept.length; i++) {
            places[kept[i]] = i;
        }
        return places;
    }

    /** Writes the {@code rows} of a weight and of its bias, zeros for -1. */
    private void writeRows(LayerTensor weight, LayerTensor bias, Tensor from, @Nullable Tensor biases, int[] rows) {
        int n = from.cols();
        float[] row = new float[n];
        Block block = new Block(weight.of(layer), n);
        for (int i : rows) {
            if (i < 0) {
                Arrays.fill(row, 0);
            } else {
                from.read(i, 0, row, 0, n);
            }
            block.add(row);
        }
        block.flush();
        if (bias.isIn(config)) {
            writeVector(bias, biases, rows);
        }
    }

    /** Writes a target of which column {@code j} is the replacement's column {@code columns[j]}, zeros for -1. */
    private void writeTarget(LayerTensor weight, LayerTensor bias, Replaced target, int[] columns) {
        int k = target.weight().cols();
        float[] kept = new float[k];
        float[] row = new float[columns.length];
        Block block = new Block(weight.of(layer), row.length);
        for (int i = 0; i < target.weight().rows(); i++) {
            target.weight().read(i, 0, kept, 0, k);
            for (int j = 0; j < row.length; j++) {
                row[j] = columns[j] < 0 ? 0 : kept[columns[j]];
            }
            block.add(row);
        }
        block.flush();
        if (bias.isIn(config)) {
            writeVector(
                    bias,
                    target.bias(),
                    IntStream.range(0, target.weight().rows()).toArray());
        }
    }

    /** A bias that the model has no numbers for is 0. */
    private void writeVector(LayerTensor tensor, @Nullable Tensor from, int[] places) {
        float[] values = new float[places.length];
        if (from != null) {
            float[] all = new float[from.cols()];
            from.read(0, 0, all, 0, all.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = places[i] < 0 ? 0 : all[places[i]];
            }
        }
        files.write(tensor.of(layer), values, values.length);
    }

    /** Rows of one tensor on their way to a file. */
    private final class Block {
        private final String tensor;
        private final float[] values;
        private int used;

        Block(String tensor, int width) {
            this.tensor = tensor;
            this.values = new float[Math.max(1, CHUNK / width) * width];
        }

        void add(float[] row) {
            if (used == values.length) {
                flush();
            }
            System.arraycopy(row, 0, values, used, row.length);
            used += row.length;
        }

        void flush() {
            files.write(tensor, values, used);
            used = 0;
        }
    }
}
