package dev.gimbal.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import dev.gimbal.model.input.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All tensors of a model folder: of {@code model.safetensors}, or where there is none, of the shards that {@code
 * model.safetensors.index.json} names. An index may name files of its own folder alone; those may be links, as they are in
 * Hugging Face's cache.
 */
public final class Checkpoint {
    public static final String SINGLE = "model.safetensors";
    public static final String INDEX = "model.safetensors.index.json";

    private static final long LONGEST_INDEX = 64L << 20;

    /** A tensor and the file that it lies in. */
    public record Located(SafetensorsFile file, TensorEntry entry) {}

    private final List<SafetensorsFile> files;
    private final Map<String, Located> tensors;

    private Checkpoint(List<SafetensorsFile> files, Map<String, Located> tensors) {
        this.files = files;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Opens every file and checks each against its own header and against the index; no number is read.
     *
     * @throws GimbalException (66) when the folder has no weights, (65) when a file is not sound
     */
    public static Checkpoint open(Path folder) {
        Path single = folder.resolve(SINGLE);
        if (Files.exists(single)) {
            return of(List.of(SafetensorsFile.open(single)));
        }
        Path index = folder.resolve(INDEX);
        if (!Files.exists(index)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(folder) + " has neither " + SINGLE + " nor " + INDEX
                            + "; name a folder that holds safetensors weights.");
        }
        Map<String, String> shardOf = weightMap(index);
        Set<String> shards = new TreeSet<>(shardOf.values());
        Checkpoint checkpoint =
                of(shards.stream().map(shard -> openShard(folder, shard, index)).toList());
        requireAgreement(shardOf, checkpoint, index);
        return checkpoint;
    }

    /** The files, in the order of their names. */
    public List<SafetensorsFile> files() {
        return files;
    }

    /** By name; file by file, each in its own order. */
    public Map<String, Located> tensors() {
        return tensors;
    }

    private static Checkpoint of(List<SafetensorsFile> files) {
        Map<String, Located> tensors = new LinkedHashMap<>();
        for (SafetensorsFile file : files) {
            for (TensorEntry entry : file.tensors().values()) {
                Located twin = tensors.put(entry.name(), new Located(file, entry));
                if (twin != null) {
                    throw InputFile.bad(
                            InputFile.name(file.path()),
                            "holds tensor " + Quoted.of(entry.name()) + ", which "
                                    + InputFile.name(twin.file().path()) + " holds too");
                }
            }
        }
        return new Checkpoint(files, tensors);
    }

    private static Map<String, String> weightMap(Path index) {
        String where = InputFile.name(index);
        if (!(StrictJson.object(index, LONGEST_INDEX).get("weight_map") instanceof ObjectNode map) || map.isEmpty()) {
            throw InputFile.bad(where, "has no weight_map that names the shard of each tensor");
        }
        Map<String, String> shardOf = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String shard = entry.getValue().asText();
            if (!entry.getValue().isTextual() || !shard.matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors")) {
                throw InputFile.bad(
                        where,
                        "places tensor " + Quoted.of(entry.getKey()) + " in " + Quoted.of(shard)
                                + ", which is not the plain name of a safetensors file in the same folder");
            }
            shardOf.put(entry.getKey(), shard);
        }
        return shardOf;
    }

    private static SafetensorsFile openShard(Path folder, String shard, Path index) {
        if (!Files.exists(folder.resolve(shard))) {
            throw InputFile.bad(InputFile.name(index), "names the shard " + shard + ", which is not in the folder");
        }
        return SafetensorsFile.open(folder.resolve(shard));
    }

    private static void requireAgreement(Map<String, String> shardOf, Checkpoint checkpoint, Path index) {
        shardOf.forEach((tensor, shard) -> {
            Located found = checkpoint.tensors.get(tensor);
            if (found == null || !found.file().path().endsWith(shard)) {
                throw InputFile.bad(
                        InputFile.name(index),
                        "places tensor " + Quoted.of(tensor) + " in " + shard + ", which does not hold it");
            }
        });
        for (String tensor : checkpoint.tensors.keySet()) {
            if (!shardOf.containsKey(tensor)) {
                throw InputFile.bad(
                        InputFile.name(index), "does not list tensor " + Quoted.of(tensor) + ", which a shard holds");
            }
        }
    }
}
