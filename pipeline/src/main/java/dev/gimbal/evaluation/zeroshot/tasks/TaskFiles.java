package dev.gimbal.evaluation.zeroshot.tasks;

import dev.gimbal.config.TaskPlace;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds and reads the tasks that a user named. */
public final class TaskFiles {
    /** As deep as the archives that the tasks' authors publish. */
    private static final int DEEPEST = 4;

    /** Far more entries than folders of tasks have; a whole home folder is refused before it is gone through. */
    private static final int MOST_ENTRIES = 10_000;

    private TaskFiles() {}

    /**
     * The tasks in the order that they were named in; those of a folder by path.
     *
     * @param most the first so many items of each
     * @throws GimbalException (64) when two files hold one task or it cannot be told which task a file holds; (65) when a
     *     file is not what it should be, with the line; (66) when there is no file; (74) when one cannot be read
     */
    public static List<Task> read(List<TaskPlace> places, int most) {
        Map<String, TaskFile> files = new LinkedHashMap<>();
        for (TaskPlace place : places) {
            for (TaskFile file : open(place, most)) {
                TaskFile other = files.putIfAbsent(file.name(), file);
                if (other != null) {
                    throw new GimbalException(
                            ExitCode.USAGE,
                            InputFile.name(other.path()) + " and " + InputFile.name(file.path()) + " both hold "
                                    + file.name()
                                    + "; name one of them, or give one a name of its own with NAME=PATH.");
                }
            }
        }
        return files.values().stream().map(TaskFile::task).toList();
    }

    private static List<TaskFile> open(TaskPlace place, int most) {
        Path path = place.place().path();
        if (!Files.isDirectory(path)) {
            return List.of(TaskFile.open(path, place.task(), most));
        }
        if (place.task() != null) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    InputFile.name(path) + " is a folder and may hold several tasks; name the file that is "
                            + place.task() + ".");
        }
        List<TaskFile> found = candidates(path).stream()
                .filter(TaskFiles::isInAKnownFormat)
                .map(file -> TaskFile.open(file, null, most))
                .filter(TaskFile::isMeasuredOn)
                .toList();
        if (found.isEmpty()) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(path) + " holds no .jsonl file of a task that is known; name a file, or see"
                            + " docs/evaluation.md for what is.");
        }
        return found;
    }

    private static boolean isInAKnownFormat(Path file) {
        return LineFormat.of(JsonLines.read(file, 1).get(0)).isPresent();
    }

    /** The {@code .jsonl} files under a folder, by path, without those to train on. */
    private static List<Path> candidates(Path folder) {
        try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
            List<Path> seen = walk.limit(MOST_ENTRIES + 1L).toList();
            if (seen.size() > MOST_ENTRIES) {
                throw new GimbalException(
                        ExitCode.USAGE,
                        InputFile.name(folder) + " holds more than " + MOST_ENTRIES
                                + " files; name the tasks' own folder.");
            }
            List<Path> files = new ArrayList<>(seen);
            files.removeIf(file -> !isCandidate(file.getFileName().toString()) || !Files.isRegularFile(file));
            files.sort(null);
            return files;
        } catch (IOException e) {
            throw InputFile.unreadable(folder, e);
        } catch (UncheckedIOException e) {
            throw InputFile.unreadable(folder, Objects.requireNonNull(e.getCause()));
        }
    }

    private static boolean isCandidate(String name) {
        return name.endsWith(".jsonl") && !name.startsWith(".") && !name.contains("train");
    }
}
