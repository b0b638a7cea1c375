package dev.gimbal.evaluation.zeroshot.tasks;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file with a task's items: which task it is, and what the items are. */
final class TaskFile {
    private final Path path;
    private final LineFormat format;
    private final List<TaskLine> lines;
    private final String name;
    private final boolean limited;

    private TaskFile(Path path, LineFormat format, List<TaskLine> lines, String name, boolean limited) {
        this.path = path;
        this.format = format;
        this.lines = lines;
        this.name = name;
        this.limited = limited;
    }

    /**
     * Reads the first {@code most} lines and finds out whose they are.
     *
     * @param named what the user called the task; null where names and lines are to tell
     * @throws GimbalException (65, 66, 74) when there are no such lines; (64) when it cannot be told which task it is, or
     *     it is not the one that was named
     */
    static TaskFile open(Path path, @Nullable String named, int most) {
        List<TaskLine> lines = JsonLines.read(path, most);
        LineFormat format = LineFormat.of(lines.get(0))
                .orElseThrow(() -> lines.get(0).bad("is in no format that is known (docs/evaluation.md lists them)"));
        return new TaskFile(
                path,
                format,
                lines,
                named == null ? guess(path, format) : checked(named, path, format),
                lines.size() == most);
    }

    private static String guess(Path path, LineFormat format) {
        if (format.tasks().size() == 1) {
            return format.tasks().iterator().next().label();
        }
        Optional<TaskName> known = speaking(path, format);
        if (known.isEmpty() && !format.isOwn()) {
            throw new GimbalException(
                    ExitCode.USAGE,
                    InputFile.name(path) + " may be any of " + labels(format) + "; say which, as in arc_easy="
                            + InputFile.name(path.getFileName()) + ".");
        }
        return known.map(TaskName::label).orElse(stem(path));
    }

    /** What the file's name says, or for a format of several makers, a folder's that it lies in. */
    private static Optional<TaskName> speaking(Path path, LineFormat format) {
        int levels = format.isOwn() ? 1 : Math.min(4, path.getNameCount());
        for (int level = 1; level <= levels; level++) {
            Optional<TaskName> task =
                    TaskName.in(path.getName(path.getNameCount() - level).toString());
            if (task.isPresent() && format.tasks().contains(task.get())) {
                return task;
            }
        }
        return Optional.empty();
    }

    private static String checked(String named, Path path, LineFormat format) {
        Optional<TaskName> known = known(named);
        if (format.isOwn() || known.filter(format.tasks()::contains).isPresent()) {
            return named;
        }
        throw new GimbalException(
                ExitCode.USAGE,
                InputFile.name(path) + " is called " + named + " and holds items of " + labels(format)
                        + "; correct the name before the equals sign.");
    }

    private static String labels(LineFormat format) {
        return format.tasks().stream().sorted().map(TaskName::label).collect(Collectors.joining(", "));
    }

    private static Optional<TaskName> known(String name) {
        return Arrays.stream(TaskName.values())
                .filter(task -> task.label().equals(name))
                .findFirst();
    }

    private static String stem(Path path) {
        return InputFile.name(path.getFileName()).replaceFirst("\\.jsonl?$", "");
    }

    String name() {
        return name;
    }

    Path path() {
        return path;
    }

    /** Whether this is a file that a task is measured on, not one to train on. */
    boolean isMeasuredOn() {
        Optional<TaskName> known = known(name);
        return format.isOwn()
                || known.filter(task -> task.isMeasuredOn(stem(path))).isPresent();
    }

    /** @throws GimbalException (65, 66) for the first line that is no item, with its number */
    Task task() {
        TaskName known = known(name).orElse(null);
        Labels labels = format.needsLabels(lines.get(0)) ? Labels.of(path) : null;
        if (labels != null && !limited) {
            labels.requireNoMoreThan(lines.size());
        }
        List<TaskItem> items = lines.stream()
                .map(line -> format.reading().item(line, known, labels))
                .toList();
        return new Task(name, InputFile.name(path), items, format.normed() && known != TaskName.BOOLQ);
    }
}
