package dev.gimbal.model;

import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import dev.gimbal.model.safetensors.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model as Hugging Face lays it out: {@code config.json}, weights, tokenizer.
 *
 * @param name {@code org/name} where that is known
 * @param config of {@code config.json}
 */
public record ModelFolder(Path path, @Nullable String name, ModelConfig config) {
    public static final String CONFIG = "config.json";
    public static final String TOKENIZER = "tokenizer.json";

    /** What an output takes along unchanged. */
    private static final Pattern CARRIED = Pattern.compile("tokenizer\\.json|tokenizer_config\\.json|tokenizer\\.model"
            + "|special_tokens_map\\.json|added_tokens\\.json|vocab\\.json|merges\\.txt|generation_config\\.json"
            + "|chat_template[A-Za-z0-9._-]*\\.(jinja|json)|LICENSE[A-Za-z0-9._-]*");

    /**
     * Opens a folder, or the snapshot of {@code org/name} in Hugging Face's cache where there is no such folder, and reads
     * its configuration.
     *
     * @throws GimbalException (66) when there is no such folder or it holds no model that can be read, (65) when its
     *     configuration is wrong or not supported
     */
    public static ModelFolder open(String pathOrName) {
        return open(pathOrName, System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * Opens the model that a user named.
     *
     * @throws GimbalException as {@link #open(String)}
     */
    public static ModelFolder open(Location place) {
        return open(pathOrName(place));
    }

    static ModelFolder open(String pathOrName, Map<String, String> environment, Path home) {
        Place place = find(pathOrName, environment, home);
        ModelConfig config = config(place.folder());
        if (!Files.exists(place.folder().resolve(Checkpoint.SINGLE))
                && !Files.exists(place.folder().resolve(Checkpoint.INDEX))) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(place.folder()) + " has neither " + Checkpoint.SINGLE + " nor " + Checkpoint.INDEX
                            + without(place.folder()));
        }
        return new ModelFolder(place.folder(), place.name(), config);
    }

    /**
     * The configuration alone, of a folder that may lack everything else.
     *
     * @throws GimbalException (66) when there is no such folder or no configuration in it, (65) when that is wrong or not
     *     supported
     */
    public static ModelConfig configuration(String pathOrName) {
        return config(find(pathOrName, System.getenv(), Path.of(System.getProperty("user.home")))
                .folder());
    }

    /**
     * The configuration alone of the model that a user named.
     *
     * @throws GimbalException as {@link #configuration(String)}
     */
    public static ModelConfig configuration(Location place) {
        return configuration(pathOrName(place));
    }

    /** What was written is a name only where it is no folder. */
    private static String pathOrName(Location place) {
        boolean named = !Files.exists(place.path()) && HubCache.isName(place.written());
        return named ? place.written() : place.path().toString();
    }

    /** A folder, and {@code org/name} where that is known. */
    private record Place(Path folder, @Nullable String name) {}

    private static Place find(String pathOrName, Map<String, String> environment, Path home) {
        Path folder = folder(pathOrName);
        if (!Files.exists(folder) && HubCache.isName(pathOrName)) {
            return new Place(HubCache.of(environment, home).snapshot(pathOrName), pathOrName);
        }
        if (!Files.isDirectory(folder)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(folder)
                            + (Files.exists(folder) ? " is a file" : " does not exist")
                            + "; name a model's folder, or a model in Hugging Face's cache as org/name.");
        }
        return new Place(folder, HubCache.nameOf(folder));
    }

    private static ModelConfig config(Path folder) {
        if (!Files.exists(folder.resolve(CONFIG))) {
            throw new GimbalException(
                    ExitCode.NO_INPUT, InputFile.name(folder) + " has no " + CONFIG + without(folder));
        }
        return ModelConfig.read(folder.resolve(CONFIG));
    }

    /**
     * The weights, held against the configuration.
     *
     * @throws GimbalException (65), (66) as {@link ModelWeights#open}
     */
    public ModelWeights weights() {
        return ModelWeights.open(path, config);
    }

    /** The files beside weights and configuration that a copy of the model needs, by name. */
    public List<Path> carriedFiles() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            CARRIED.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw InputFile.unreadable(path, e);
        }
    }

    private static Path folder(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new GimbalException(
                    ExitCode.NO_INPUT, Quoted.of(name) + " cannot be the path of a folder; check the spelling.", e);
        }
    }

    /** Ends the sentence with what such a folder probably is. */
    private static String without(Path folder) {
        if (holds(folder, "adapter_config.json")) {
            return ", but an adapter; merge it into its base model first.";
        }
        if (holds(folder, ".*\\.(bin|pt|pth)")) {
            return ", but PyTorch files; load and save it with transformers first, which writes safetensors.";
        }
        if (holds(folder, ".*\\.gguf")) {
            return ", but a GGUF file; name the safetensors model that it was made from.";
        }
        return "; name the folder of a model in Hugging Face's layout.";
    }

    private static boolean holds(Path folder, String pattern) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().matches(pattern));
        } catch (IOException e) {
            throw InputFile.unreadable(folder, e);
        }
    }
}
