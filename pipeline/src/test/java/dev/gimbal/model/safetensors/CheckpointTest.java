package dev.gimbal.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.error.ExitCode;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Path SHARDED = Path.of("src/test/resources/golden/models/llama-sharded");

    @Test
    void findsEveryTensorOfEveryShard() {
        Checkpoint checkpoint = Checkpoint.open(SHARDED);
        assertEquals(2, checkpoint.files().size());
        assertEquals(21, checkpoint.tensors().size());
        assertEquals(
                SHARDED.resolve("model-00002-of-00002.safetensors"),
                Objects.requireNonNull(checkpoint.tensors().get("model.norm.weight"))
                        .file()
                        .path());
    }

    @Test
    void worksThroughTheLinksOfHuggingFacesCache(@TempDir Path cache) throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("blobs"));
        Path snapshot = Files.createDirectories(cache.resolve("snapshots/abc"));
        try (Stream<Path> files = Files.list(SHARDED)) {
            for (Path file : files.toList()) {
                String blob = "blob" + file.getFileName().hashCode();
                Files.copy(file, blobs.resolve(blob));
                Files.createSymbolicLink(snapshot.resolve(file.getFileName()), Path.of("../../blobs", blob));
            }
        }
        Checkpoint linked = Checkpoint.open(snapshot);
        Checkpoint plain = Checkpoint.open(SHARDED);
        assertEquals(plain.tensors().keySet(), linked.tensors().keySet());
        for (String name : plain.tensors().keySet()) {
            assertArrayEquals(floats(plain, name), floats(linked, name));
        }
    }

    private static float[] floats(Checkpoint checkpoint, String name) {
        Checkpoint.Located tensor = Objects.requireNonNull(checkpoint.tensors().get(name));
        float[] values = new float[(int) tensor.entry().elements()];
        tensor.file().read(tensor.entry(), 0, values.length, values, 0);
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/model.safetensors",
                "sub/model.safetensors",
                "..\\\\model.safetensors",
                "C:\\\\model.safetensors",
                "..",
                "",
                ".safetensors",
                "model.bin",
                "model\\u0000.safetensors",
                "model\\n.safetensors"
            })
    void anIndexNamesFilesOfItsOwnFolderAlone(String shard, @TempDir Path folder) throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        shard(folder.resolve("model.safetensors"), "a");
        index(inner, "{\"weight_map\":{\"a\":\"" + shard + "\"}}");
        Refusal.ofData(() -> Checkpoint.open(inner), "tensor 'a'", "plain name");
    }

    private record Wrong(String index, String part) {}

    static Stream<Wrong> anIndexThatDoesNotFitItsShardsIsRefused() {
        return Stream.of(
                new Wrong("{}", "no weight_map"),
                new Wrong("{\"weight_map\":{}}", "no weight_map"),
                new Wrong("{\"weight_map\":[]}", "no weight_map"),
                new Wrong("[]", "JSON object"),
                new Wrong("{\"weight_map\":{\"a\":1}}", "plain name"),
                new Wrong(
                        "{\"weight_map\":{\"a\":\"x.safetensors\",\"a\":\"y.safetensors\"}}", "has the key 'a' twice"),
                new Wrong("{\"weight_map\":{\"a\":\"z.safetensors\"}}", "z.safetensors, which is not in the folder"),
                new Wrong("{\"weight_map\":{\"a\":\"x.safetensors\",\"c\":\"x.safetensors\"}}", "'c'"),
                new Wrong("{\"weight_map\":{\"b\":\"x.safetensors\",\"a\":\"y.safetensors\"}}", "does not hold it"),
                new Wrong("{\"weight_map\":{\"a\":\"twin.safetensors\",\"b\":\"x.safetensors\"}}", "holds too"),
                new Wrong("{\"weight_map\":{\"a\":\"both.safetensors\"}}", "does not list tensor 'b'"));
    }

    @ParameterizedTest
    @MethodSource
    void anIndexThatDoesNotFitItsShardsIsRefused(Wrong wrong, @TempDir Path folder) throws IOException {
        shard(folder.resolve("x.safetensors"), "a");
        shard(folder.resolve("y.safetensors"), "b");
        shard(folder.resolve("twin.safetensors"), "a");
        shard(folder.resolve("both.safetensors"), "a", "b");
        index(folder, wrong.index);
        Refusal.ofData(() -> Checkpoint.open(folder), wrong.part);
    }

    @Test
    void aFolderWithoutWeightsIsRefused(@TempDir Path folder) {
        Refusal.of(ExitCode.NO_INPUT, () -> Checkpoint.open(folder), "model.safetensors", "index");
    }

    private static void index(Path folder, String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    private static void shard(Path file, String... names) {
        List<TensorSpec> specs = Stream.of(names)
                .map(name -> new TensorSpec(name, DType.F32, List.of(1)))
                .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, specs)) {
            specs.forEach(spec -> writer.write(spec.name(), new float[1], 0, 1));
            writer.finish();
        }
    }
}
