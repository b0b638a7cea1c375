package dev.gimbal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.config.BackendKind;
import dev.gimbal.config.BackendSettings;
import dev.gimbal.config.EvalSettings;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.Location;
import dev.gimbal.config.TaskSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.evaluation.zeroshot.Golden;
import dev.gimbal.evaluation.zeroshot.TaskResult;
import dev.gimbal.evaluation.zeroshot.ZeroShotResult;
import dev.gimbal.model.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole evaluations of the sample model. */
class TaskRunTest {
    private static final Path SAMPLE =
            Path.of("../configs/sample").toAbsolutePath().normalize();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Location location(Path path) {
        return new Location(path.toString(), path);
    }

    private static EvalSettings settings(Path tasks, @Nullable Path items, boolean text) {
        return new EvalSettings(
                location(SAMPLE.resolve("model")),
                text ? new EvaluationSettings(location(SAMPLE.resolve("evaluation.txt")), 64, OptionalInt.of(2)) : null,
                new TaskSettings(
                        List.of(Golden.place(null, tasks)),
                        OptionalInt.empty(),
                        items == null ? null : location(items)),
                new BackendSettings(BackendKind.CPU, 2, null));
    }

    @Test
    void everyItemIsWrittenInItsTasksOrder() throws IOException {
        Path items = Files.writeString(folder.resolve("items.jsonl"), "an older one\n");
        EvalRun.Measured measured = EvalRun.run(settings(Golden.FOLDER, items, false), PruneObserver.SILENT);
        assertNull(measured.text());
        List<String> lines = Files.readAllLines(items);
        List<TaskResult> tasks = Objects.requireNonNull(measured.tasks()).tasks();
        int next = 0;
        for (TaskResult task : tasks) {
            int right = 0;
            for (int i = 0; i < task.items(); i++, next++) {
                JsonNode line = new ObjectMapper().readTree(lines.get(next));
                assertEquals(task.task(), line.path("task").textValue());
                assertEquals(i + 1, line.path("line").intValue());
                right += line.path("chosen").intValue() == line.path("gold").intValue() ? 1 : 0;
            }
            assertEquals((double) right / task.items(), task.acc().value(), 1e-12, task.task());
        }
        assertEquals(lines.size(), next);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(items), files.toList());
        }
    }

    @Test
    void aTextAndTasksAreMeasuredInOneRunAsInTwo() {
        EvalRun.Measured both = EvalRun.run(settings(Golden.FOLDER, null, true), PruneObserver.SILENT);
        assertEquals(2, Objects.requireNonNull(both.text()).result().windows());
        ZeroShotResult alone =
                Objects.requireNonNull(EvalRun.run(settings(Golden.FOLDER, null, false), PruneObserver.SILENT)
                        .tasks());
        assertEquals(alone.meanAcc(), Objects.requireNonNull(both.tasks()).meanAcc());
        assertEquals(alone.meanAccNorm(), both.tasks().meanAccNorm());
    }

    @Test
    void theObserverHearsHowMuchThereIsToDoAndThatItWasDone() {
        AtomicLong asked = new AtomicLong();
        AtomicLong done = new AtomicLong();
        List<Stage> stages = new ArrayList<>();
        EvalRun.run(settings(Golden.FOLDER, null, false), new PruneObserver() {
            @Override
            public void stageStarted(Stage stage, int layer, int layers, long tokens) {
                stages.add(stage);
                asked.addAndGet(tokens);
            }

            @Override
            public void tokensDone(long tokens) {
                done.addAndGet(tokens);
            }
        });
        assertEquals(List.of(Stage.LOAD, Stage.TASKS), stages);
        assertTrue(asked.get() > 0);
        assertEquals(asked.get(), done.get());
    }

    @Test
    void itIsToldHowManyItemsAreTooLong() throws IOException {
        String line = "{\"query\":\"%s\",\"choices\":[\"a\",\"b\"],\"gold\":0}\n";
        Path tasks = Files.writeString(
                folder.resolve("long.jsonl"), line.formatted("word ".repeat(300)) + line.formatted("short"));
        List<String> warnings = new ArrayList<>();
        EvalRun.run(settings(tasks, null, false), new PruneObserver() {
            @Override
            public void warned(String message) {
                warnings.add(message);
            }
        });
        assertEquals(1, warnings.size());
        assertTrue(
                warnings.get(0).contains("Of long, 1 of 2 items are longer than the 256 positions"), warnings.get(0));
    }

    @Test
    void aFileThatCannotBeMadeIsRefusedBeforeAnythingIsComputed() throws IOException {
        Refusal.of(
                ExitCode.CANNOT_CREATE,
                () -> EvalRun.run(settings(Golden.FOLDER, folder.resolve("no/items"), false), PruneObserver.SILENT),
                "its folder is not there");
        Refusal.of(
                ExitCode.CANNOT_CREATE,
                () -> EvalRun.run(settings(Golden.FOLDER, folder, false), PruneObserver.SILENT),
                "it is a folder");
        String line = "{\"query\":\"q\",\"choices\":[\"a\"],\"gold\":0}\n";
        Path task = Files.writeString(folder.resolve("mine.jsonl"), line);
        Refusal.of(
                ExitCode.USAGE,
                () -> EvalRun.run(settings(task, task, false), PruneObserver.SILENT),
                "is the file that mine is in");
        assertEquals(line, Files.readString(task));
    }
}
