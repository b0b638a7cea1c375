package dev.gimbal.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.config.CompareSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.Location;
import dev.gimbal.config.TaskSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.comparison.Subject;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.evaluation.zeroshot.tasks.TaskFiles;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.model.ModelFolder;
import dev.gimbal.model.input.FileHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a comparison is of: results of another model, of another text or by another protocol do not go beside each other. */
final class Subjects {
    private Subjects() {}

    /** The dense model as a report names it. */
    static Subject of(CompareSettings settings, ModelFolder model) {
        ModelConfig config = model.config();
        return new Subject(
                settings.model().written(),
                config.raw().at("/architectures/0").asText(config.type().label()),
                config.layers(),
                config.hidden(),
                config.heads(),
                config.keyValueHeads(),
                config.headDim(),
                config.intermediate(),
                config.vocabulary());
    }

    /** Everything that all results of a comparison have to share; files by the SHA-256 of what is in them. */
    static ObjectNode shared(CompareSettings settings, ModelFolder model) {
        ObjectNode shared = JsonNodeFactory.instance.objectNode();
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("model " + ModelFolder.CONFIG, model.path().resolve(ModelFolder.CONFIG));
        model.weights().files().forEach(path -> files.put("model " + path.getFileName(), path));
        model.carriedFiles().forEach(path -> files.put("model " + path.getFileName(), path));
        files.put("calibration text", settings.calibration().path());
        EvaluationSettings evaluation = settings.evaluation();
        if (evaluation != null) {
            files.put("evaluation text", evaluation.text().path());
            shared.put("seq of the evaluation", evaluation.seq());
            shared.put(
                    "windows of the evaluation",
                    evaluation.windows().isPresent() ? evaluation.windows().getAsInt() + "" : "all");
        }
        TaskSettings tasks = settings.tasks();
        if (tasks != null) {
            shared.put(
                    "limit of the tasks",
                    tasks.limit().isPresent() ? tasks.limit().getAsInt() + "" : "all");
            for (Task task : TaskFiles.read(tasks.places(), tasks.limit().orElse(Integer.MAX_VALUE))) {
                shared.put("task " + task.name(), FileHash.hex(task.items().toString()));
            }
        }
        files.forEach((role, path) -> shared.put(role, hash(path)));
        return shared;
    }

    private static String hash(Path file) {
        try {
            return FileHash.hex(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Holds what results are of against what is asked for now.
     *
     * @throws GimbalException (65) naming what differs first
     */
    static void requireSame(JsonNode before, JsonNode now, Location output) {
        for (JsonNode[] pair : List.of(new JsonNode[] {before, now}, new JsonNode[] {now, before})) {
            for (Iterator<String> names = pair[0].fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!pair[0].get(name).equals(pair[1].get(name))) {
                    throw new GimbalException(
                            ExitCode.DATA,
                            "The comparison in " + output + " is of another " + name
                                    + "; name another output folder, or throw its results away with --force.");
                }
            }
        }
    }
}
