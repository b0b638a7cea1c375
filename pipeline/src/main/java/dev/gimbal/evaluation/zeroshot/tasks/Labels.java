package dev.gimbal.evaluation.zeroshot.tasks;

import dev.gimbal.calibration.TextFile;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The right answers in a file of their own, a whole number a line: {@code valid-labels.lst} beside {@code valid.jsonl}. */
record Labels(String file, List<String> lines) {
    private static final String ENDING = "-labels.lst";

    /** Where the labels of the items in {@code items} belong. */
    static Path beside(Path items) {
        String stem = items.getFileName().toString().replaceFirst("\\.jsonl$", "");
        return items.resolveSibling(stem + ENDING);
    }

    /**
     * The labels of the items in {@code items}.
     *
     * @throws GimbalException (66) when there are none, (65) when the file is longer than labels can be
     */
    static Labels of(Path items) {
        Path file = beside(items);
        if (!Files.exists(file)) {
            throw new GimbalException(
                    ExitCode.NO_INPUT,
                    InputFile.name(items) + " holds no answers, and " + InputFile.name(file)
                            + ", which would, is not there; put it beside.");
        }
        InputFile.require(file, JsonLines.LONGEST_FILE);
        return new Labels(
                InputFile.name(file),
                TextFile.read(file).lines().map(String::strip).toList());
    }

    /** The number in line {@code index}, counted from 0. */
    int get(int index) {
        if (index >= lines.size()) {
            throw InputFile.bad(file, "has " + lines.size() + " labels and there are more items than that");
        }
        String line = lines.get(index);
        if (!line.matches("\\d{1,9}")) {
            throw InputFile.bad("line " + (index + 1) + " of " + file, "is no whole number");
        }
        return Integer.parseInt(line);
    }

    /** Refuses more labels than items, which would belong to other items. */
    void requireNoMoreThan(int items) {
        if (lines.size() > items) {
            throw InputFile.bad(file, "has " + lines.size() + " labels for " + items + " items");
        }
    }
}
