package dev.gimbal.engine;

import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.WholeFile;
import dev.gimbal.evaluation.zeroshot.ItemScores;
import dev.gimbal.evaluation.zeroshot.TaskScores;
import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.model.input.InputFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Each item's log-likelihoods, a JSON object a line. The file appears when it is complete, in place of an older one. */
final class ItemsFile {
    private final Location place;

    private ItemsFile(Location place) {
        this.place = place;
    }

    /**
     * A file that can be made.
     *
     * @throws GimbalException (73) when it cannot, so that nothing is computed in vain
     */
    static ItemsFile at(Location place) {
        Path folder = place.path().resolveSibling("");
        if (Files.isDirectory(place.path()) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new GimbalException(
                    ExitCode.CANNOT_CREATE,
                    place.written() + " cannot be written: "
                            + (Files.isDirectory(place.path())
                                    ? "it is a folder"
                                    : "its folder is not there or not writable")
                            + "; name another file with --items.");
        }
        return new ItemsFile(place);
    }

    /** @throws GimbalException (64) when it would take the place of a task's file */
    void requireNoneOf(List<Task> tasks) {
        for (Task task : tasks) {
            if (task.file().equals(InputFile.name(place.path()))) {
                throw new GimbalException(
                        ExitCode.USAGE,
                        place.written() + " is the file that " + task.name() + " is in; name another with --items.");
            }
        }
    }

    /**
     * One line of it.
     *
     * @param chosen the likeliest answer
     * @param chosenByLength the likeliest by character
     */
    private record Line(
            String task,
            int line,
            int gold,
            int chosen,
            int chosenByLength,
            List<Double> logLikelihoods,
            List<Integer> lengths,
            boolean cut) {
        static Line of(String task, ItemScores item) {
            return new Line(
                    task,
                    item.line(),
                    item.gold(),
                    item.chosen(),
                    item.chosenByLength(),
                    item.logLikelihoods(),
                    item.lengths(),
                    item.cut());
        }
    }

    /** @throws GimbalException (74) when writing fails; what was there before then still is */
    void write(List<TaskScores> tasks) {
        try {
            WholeFile.write(place.path(), out -> {
                Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()));
                for (TaskScores task : tasks) {
                    for (ItemScores item : task.items()) {
                        writer.write(ReportJson.line(Line.of(task.task().name(), item)));
                    }
                }
                writer.flush();
            });
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.IO,
                    place.written() + " could not be written (" + e.getMessage() + "); check its folder and the disk.",
                    e);
        }
    }
}
