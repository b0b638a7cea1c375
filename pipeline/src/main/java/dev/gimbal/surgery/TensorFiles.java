package dev.gimbal.surgery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelWeights;
import dev.gimbal.model.safetensors.DType;
import dev.gimbal.model.safetensors.SafetensorsWriter;
import dev.gimbal.model.safetensors.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The weights files of a model that is being written: one, or several with an index where one would grow too long. */
final class TensorFiles implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final OutputFolder folder;
    private final Map<String, SafetensorsWriter> writers = new LinkedHashMap<>();
    private final Map<String, SafetensorsWriter> byTensor = new LinkedHashMap<>();
    private final Map<String, String> fileOf = new LinkedHashMap<>();
    private long bytes;

    private TensorFiles(OutputFolder folder) {
        this.folder = folder;
    }

    /** Creates the files of a model of {@code config}, each tensor in the type that {@code source} has it in. */
    static TensorFiles create(OutputFolder folder, ModelConfig config, ModelWeights source, long fileBytes) {
        List<List<TensorSpec>> parts = new ArrayList<>();
        long used = Long.MAX_VALUE;
        for (Map.Entry<String, List<Integer>> shape :
                CheckpointLayout.shapes(config).entrySet()) {
            TensorSpec spec = new TensorSpec(shape.getKey(), dtype(source, shape.getKey()), shape.getValue());
            if (used > fileBytes - spec.bytes()) {
                parts.add(new ArrayList<>());
                used = 0;
            }
            parts.get(parts.size() - 1).add(spec);
            used += spec.bytes();
        }
        TensorFiles files = new TensorFiles(folder);
        for (int i = 0; i < parts.size(); i++) {
            files.open(
                    parts.size() == 1 ? SINGLE : String.format("model-%05d-of-%05d.safetensors", i + 1, parts.size()),
                    parts.get(i));
        }
        return files;
    }

    /** A bias that the source does not have takes its weight's type. */
    private static DType dtype(ModelWeights source, String tensor) {
        boolean known = source.shapes().containsKey(tensor);
        return source.dtype(known ? tensor : tensor.replaceFirst("\\.bias$", ".weight"));
    }

    private void open(String name, List<TensorSpec> tensors) {
        SafetensorsWriter writer = SafetensorsWriter.create(folder.path(name), tensors);
        writers.put(name, writer);
        for (TensorSpec tensor : tensors) {
            byTensor.put(tensor.name(), writer);
            fileOf.put(tensor.name(), name);
            bytes += tensor.bytes();
        }
    }

    /** The tensors' names, in the order of the computation. */
    Set<String> names() {
        return byTensor.keySet();
    }

    /** Writes the next {@code count} numbers of a tensor. */
    void write(String tensor, float[] values, int count) {
        writer(tensor).write(tensor, values, 0, count);
    }

    /** Writes the next numbers of a tensor as they are stored in the source, which has them in the same type. */
    void writeStored(String tensor, ByteBuffer bytes) {
        writer(tensor).writeStored(tensor, bytes);
    }

    private SafetensorsWriter writer(String tensor) {
        SafetensorsWriter writer = byTensor.get(tensor);
        if (writer == null) {
            throw new IllegalArgumentException("no tensor " + tensor + " was announced");
        }
        return writer;
    }

    /** Makes the files durable, and writes the index where there are several. */
    void finish() {
        writers.values().forEach(SafetensorsWriter::finish);
        if (writers.size() == 1) {
            return;
        }
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size", bytes);
        ObjectNode map = index.putObject("weight_map");
        fileOf.forEach(map::put);
        folder.write(INDEX, index.toPrettyString() + "\n");
    }

    @Override
    public void close() {
        writers.values().forEach(SafetensorsWriter::close);
    }
}
