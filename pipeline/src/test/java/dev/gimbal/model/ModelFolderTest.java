package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
    private static final Path MODEL = Path.of("src/test/resources/golden/models/llama-gqa");
    private static final String REVISION = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void opensAFolderWithItsConfigurationAndWeights() {
        ModelFolder folder = ModelFolder.open(MODEL.toString());
        assertEquals(MODEL, folder.path());
        assertNull(folder.name());
        assertEquals(2, folder.config().keyValueHeads());
        assertEquals(List.of(96, 24), folder.weights().shapes().get(CheckpointLayout.EMBEDDING));
    }

    /** The places and their order are those of huggingface_hub's constants.py. */
    @ParameterizedTest
    @CsvSource({
        "HF_HUB_CACHE, cache, cache",
        "HUGGINGFACE_HUB_CACHE, cache, cache",
        "HF_HOME, hf, hf/hub",
        "XDG_CACHE_HOME, xdg, xdg/huggingface/hub",
        "NOTHING, x, home/.cache/huggingface/hub",
        "HF_HUB_CACHE, ~/own, home/own",
        "HF_HOME, ~, home/hub"
    })
    void findsANameInHuggingFacesCache(String variable, String value, String cache, @TempDir Path base)
            throws IOException {
        Path snapshot = cached(base.resolve(cache));
        String absolute = value.startsWith("~") ? value : base.resolve(value).toString();
        ModelFolder folder = ModelFolder.open("org/some-model", Map.of(variable, absolute), base.resolve("home"));
        assertEquals(snapshot, folder.path());
        assertEquals("org/some-model", folder.name());
        assertEquals("org/some-model", ModelFolder.open(snapshot.toString()).name());
    }

    @Test
    void aMoreSpecialVariableGoesFirst(@TempDir Path base) throws IOException {
        Path snapshot = cached(base.resolve("a"));
        Map<String, String> all = Map.of(
                "HF_HUB_CACHE", base.resolve("a").toString(),
                "HF_HOME", base.resolve("b").toString(),
                "XDG_CACHE_HOME", base.resolve("c").toString());
        assertEquals(snapshot, ModelFolder.open("org/some-model", all, base).path());
    }

    @Test
    void aNameThatIsNotThereIsRefusedWithWhereItWasLookedFor(@TempDir Path base) throws IOException {
        Path cache = base.resolve("cache");
        Map<String, String> environment = Map.of("HF_HUB_CACHE", cache.toString());
        Refusal.of(
                ExitCode.NO_INPUT,
                () -> ModelFolder.open("org/other", environment, base),
                "org/other",
                cache.resolve("models--org--other").toString(),
                "hf download");
        Path snapshot = cached(cache);
        Files.delete(snapshot.resolve("config.json"));
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.open("org/some-model", environment, base), "no config.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../secret", "..", "/etc", "", "a/b", "not a hash"})
    void aCachesReferenceCannotLeadElsewhere(String revision, @TempDir Path base) throws IOException {
        cached(base);
        Files.writeString(base.resolve("models--org--some-model/refs/main"), revision);
        Refusal.of(
                ExitCode.NO_INPUT,
                () -> ModelFolder.open("org/some-model", Map.of("HF_HUB_CACHE", base.toString()), base),
                "org/some-model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "org/none/deeper", "../x/y/z", "/none/at/all", "a\u0000b", ""})
    void whatIsNoFolderIsRefused(String name, @TempDir Path base) {
        String path = name.isEmpty() ? base.resolve("none").toString() : name;
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.open(path, Map.of(), base));
    }

    @Test
    void aPlaceIsAFolderWhereThereIsOneWhateverItsNameLooksLike() {
        Location place = new Location("org/some-model", MODEL.toAbsolutePath());
        assertEquals(MODEL.toAbsolutePath(), ModelFolder.open(place).path());
        assertEquals(2, ModelFolder.configuration(place).keyValueHeads());
    }

    @Test
    void aPlaceThatIsNoFolderIsANameWhereItLooksLikeOneAndElseAPath(@TempDir Path base) {
        Path gone = base.resolve("org").resolve("gimbal-no-such-model");
        Location name = new Location("org/gimbal-no-such-model", gone);
        Location path = new Location("./org/gimbal-no-such-model", gone);
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.open(name), "no downloaded model of that name");
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.configuration(name), "no downloaded model of that name");
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.open(path), "does not exist");
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.configuration(path), "does not exist");
    }

    @Test
    void aFileIsNoFolder() {
        Refusal.of(
                ExitCode.NO_INPUT,
                () -> ModelFolder.open(MODEL.resolve("config.json").toString()),
                "is a file");
    }

    @ParameterizedTest
    @CsvSource({
        "x.txt, no config.json",
        "pytorch_model.bin, PyTorch files",
        "model.gguf, GGUF",
        "adapter_config.json, adapter"
    })
    void aFolderThatIsNoSuchModelIsCalledWhatItIs(String file, String part, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(file), "{}");
        Refusal.of(ExitCode.NO_INPUT, () -> ModelFolder.open(folder.toString()), part);
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        Refusal.of(
                ExitCode.NO_INPUT,
                () -> ModelFolder.open(folder.toString()),
                file.equals("x.txt") ? "neither model.safetensors nor" : part);
    }

    @Test
    void takesAlongTheTokenizersFilesAndLicencesAlone(@TempDir Path folder) throws IOException {
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(MODEL.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        List<String> carried = List.of(
                "LICENSE",
                "LICENSE.md",
                "added_tokens.json",
                "chat_template.jinja",
                "generation_config.json",
                "merges.txt",
                "special_tokens_map.json",
                "tokenizer.json",
                "tokenizer.model",
                "tokenizer_config.json",
                "vocab.json");
        for (String name : carried) {
            Files.writeString(folder.resolve(name), name);
        }
        for (String name : List.of("README.md", "optimizer.pt", "modeling_x.py", ".gitattributes", "gimbal.json")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.createDirectory(folder.resolve("LICENSES"));
        assertEquals(
                carried,
                ModelFolder.open(folder.toString()).carriedFiles().stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    private static Path cached(Path cache) throws IOException {
        Path model = cache.resolve("models--org--some-model");
        Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(REVISION));
        Files.writeString(Files.createDirectories(model.resolve("refs")).resolve("main"), REVISION + "\n");
        for (String name : List.of("config.json", "model.safetensors")) {
            Path blob = Files.createDirectories(model.resolve("blobs")).resolve("blob-" + name);
            Files.copy(MODEL.resolve(name), blob);
            Files.createSymbolicLink(
                    snapshot.resolve(name), Path.of("../../blobs").resolve(blob.getFileName()));
        }
        return snapshot;
    }
}
