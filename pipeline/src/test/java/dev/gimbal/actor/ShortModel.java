package dev.gimbal.actor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.model.safetensors.SafetensorsFile;
import dev.gimbal.model.safetensors.SafetensorsWriter;
import dev.gimbal.model.safetensors.TensorEntry;
import dev.gimbal.model.safetensors.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample model's first layers, where a whole run has to be repeated hundreds of times. */
public final class ShortModel {
    private static final Path SAMPLE = Path.of("../configs/sample/model");
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\..*");

    private ShortModel() {}

    /** Writes it into a new folder. */
    public static Path write(Path folder, int layers) throws IOException {
        Files.createDirectory(folder);
        for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(SAMPLE.resolve(name), folder.resolve(name));
        }
        ObjectMapper json = new ObjectMapper();
        ObjectNode config =
                (ObjectNode) json.readTree(SAMPLE.resolve("config.json").toFile());
        config.put("num_hidden_layers", layers);
        json.writeValue(folder.resolve("config.json").toFile(), config);
        SafetensorsFile all = SafetensorsFile.open(SAMPLE.resolve("model.safetensors"));
        List<TensorEntry> first = all.tensors().values().stream()
                .filter(tensor -> isIn(tensor.name(), layers))
                .toList();
        List<TensorSpec> specs = first.stream()
                .map(tensor -> new TensorSpec(
                        tensor.name(),
                        tensor.dtype(),
                        tensor.shape().stream().map(Math::toIntExact).toList()))
                .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve("model.safetensors"), specs)) {
            for (TensorEntry tensor : first) {
                float[] values = new float[Math.toIntExact(tensor.elements())];
                all.read(tensor, 0, values.length, values, 0);
                writer.write(tensor.name(), values, 0, values.length);
            }
            writer.finish();
        }
        return folder;
    }

    private static boolean isIn(String tensor, int layers) {
        Matcher layer = LAYER.matcher(tensor);
        return !layer.matches() || Integer.parseInt(layer.group(1)) < layers;
    }
}
