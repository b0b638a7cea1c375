package dev.gimbal.evaluation.zeroshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.Location;
import dev.gimbal.config.TaskPlace;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.evaluation.zeroshot.tasks.TaskFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Small task files, and what lm-evaluation-harness made of them ({@code tools/make_zeroshot_golden.py}). */
public final class Golden {
    public static final Path FOLDER = Path.of("src/test/resources/golden/zeroshot");

    private Golden() {}

    /** By task: {@code metrics}, and {@code items} with {@code requests} and {@code log_likelihoods}. */
    public static JsonNode answers() throws IOException {
        return new ObjectMapper()
                .readTree(FOLDER.resolveSibling("zeroshot.json").toFile());
    }

    /** All that the folder holds, by name. */
    public static Map<String, Task> tasks() {
        Map<String, Task> tasks = new TreeMap<>();
        TaskFiles.read(List.of(place(null, FOLDER)), Integer.MAX_VALUE).forEach(task -> tasks.put(task.name(), task));
        return tasks;
    }

    public static TaskPlace place(@Nullable String task, Path path) {
        return new TaskPlace(task, new Location(path.toString(), path));
    }
}
