package dev.gimbal.evaluation.zeroshot.tasks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The seven tasks whose prompts and public files are known. */
public enum TaskName {
    BOOLQ("boolq", "dev|val", "boolq"),
    PIQA("piqa", "valid|dev|val", "piqa|physicaliqa"),
    HELLASWAG("hellaswag", "val", "hellaswag"),
    WINOGRANDE("winogrande", "dev|val", "winogrande"),
    ARC_EASY("arc_easy", "test", "arceasy"),
    ARC_CHALLENGE("arc_challenge", "test", "arcchallenge"),
    OPENBOOKQA("openbookqa", "test", "openbook|obqa");

    private final String label;
    private final String splits;
    private final String signs;

    /**
     * @param splits the parts that the task is measured on, a regular expression
     * @param signs what names speak of it by, a regular expression
     */
    TaskName(String label, String splits, String signs) {
        this.label = label;
        this.splits = splits;
        this.signs = signs;
    }

    /** As lm-evaluation-harness spells it. */
    public String label() {
        return label;
    }

    /**
     * Whether {@code stem}, a file's name without its ending, is that of the part that the task is measured on.
     * OpenBookQA's {@code test_complete} holds the same items as {@code test}, and more about each.
     */
    boolean isMeasuredOn(String stem) {
        List<String> words = List.of(stem.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1));
        return words.stream().anyMatch(word -> word.matches(splits)) && !words.contains("complete");
    }

    /** The task that a file's or folder's name speaks of: {@code arc_easy}, {@code ARC-Easy-Test}, {@code openbook_qa}. */
    static Optional<TaskName> in(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return Arrays.stream(values())
                .filter(task -> letters.matches(".*(" + task.signs + ").*"))
                .findFirst();
    }
}
