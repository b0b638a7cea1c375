package dev.gimbal.surgery;

import dev.gimbal.model.LayerTensor;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.KeptHeads;
import dev.gimbal.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Takes rows and columns out of one layer on its way to the files. */
final class LayerSurgery {
    /** Numbers that are handed to the files at once. */
    private static final int CHUNK = 1 << 16;

    private final StoredRows stored;
    private final TensorFiles files;
    private final ModelConfig config;
    private final int layer;

    /**
     * @param stored the source's rows
     * @param config of the model that is written
     */
    LayerSurgery(StoredRows stored, TensorFiles files, ModelConfig config, int layer) {
        this.stored = stored;
        this.files = files;
        this.config = config;
        this.layer = layer;
    }

    /** What stays moves together: smaller matrices. */
    void writeCompact(ModelWriter.Layer pruned) {
        KeptHeads heads = pruned.heads();
        copyRows(LayerTensor.QUERY, LayerTensor.QUERY_BIAS, LayerRows.queries(heads));
        copyRows(LayerTensor.KEY, LayerTensor.KEY_BIAS, LayerRows.keyValues(heads));
        copyRows(LayerTensor.VALUE, LayerTensor.VALUE_BIAS, LayerRows.keyValues(heads));
        copyRows(LayerTensor.GATE, LayerTensor.GATE_BIAS, pruned.channels());
        copyRows(LayerTensor.UP, LayerTensor.UP_BIAS, pruned.channels());
        int[] allOfOutput = IntStream.range(0, pruned.output().weight().cols()).toArray();
        writeTarget(LayerTensor.OUTPUT, LayerTensor.OUTPUT_BIAS, pruned.output(), allOfOutput);
        int[] allOfDown = IntStream.range(0, pruned.down().weight().cols()).toArray();
        writeTarget(LayerTensor.DOWN, LayerTensor.DOWN_BIAS, pruned.down(), allOfDown);
    }

    /** What stays stays where it was, and the rest becomes 0: the sizes of the original. */
    void writeMasked(ModelWriter.Layer pruned) {
        KeptHeads heads = pruned.heads();
        HeadGeometry geometry = heads.geometry();
        int queries = geometry.heads() * geometry.headSize();
        int keyValues = geometry.keyValueHeads() * geometry.headSize();
        int channels = config.intermediate();
        copyRows(LayerTensor.QUERY, LayerTensor.QUERY_BIAS, masked(queries, LayerRows.queries(heads)));
        copyRows(LayerTensor.KEY, LayerTensor.KEY_BIAS, masked(keyValues, LayerRows.readKeyValues(heads)));
        copyRows(LayerTensor.VALUE, LayerTensor.VALUE_BIAS, masked(keyValues, LayerRows.readKeyValues(heads)));
        copyRows(LayerTensor.GATE, LayerTensor.GATE_BIAS, masked(channels, pruned.channels()));
        copyRows(LayerTensor.UP, LayerTensor.UP_BIAS, masked(channels, pruned.channels()));
        writeTarget(LayerTensor.OUTPUT, LayerTensor.OUTPUT_BIAS, pruned.output(), places(queries, heads.columns()));
        writeTarget(LayerTensor.DOWN, LayerTensor.DOWN_BIAS, pruned.down(), places(channels, pruned.channels()));
    }

    /** All {@code count} rows; -1 in place of those that go. */
    private static int[] masked(int count, int[] kept) {
        int[] rows = new int[count];
        Arrays.fill(rows, -1);
        for (int row : kept) {
            rows[row] = row;
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

    /** Writes the {@code rows} of a weight and of its bias, zeros for -1; a bias that the source has no numbers for is 0. */
    private void copyRows(LayerTensor weight, LayerTensor bias, int[] rows) {
        stored.copy(weight.of(layer), rows);
        if (!bias.isIn(config)) {
            return;
        }
        if (stored.has(bias.of(layer))) {
            stored.copy(bias.of(layer), rows);
        } else {
            files.write(bias.of(layer), new float[rows.length], rows.length);
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
            float[] values = new float[target.weight().rows()];
            Tensor biases = target.bias();
            if (biases != null) {
                biases.read(0, 0, values, 0, values.length);
            }
            files.write(bias.of(layer), values, values.length);
        }
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
