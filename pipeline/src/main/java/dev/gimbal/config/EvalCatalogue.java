package dev.gimbal.config;

import java.util.List;

/** The settings of {@code gimbal eval}, from which its flags derive. */
public final class EvalCatalogue {
    public static final Setting<Location> MODEL = Setting.required(
            "model",
            new SettingType.Place("DIR", true),
            "the folder of the model to measure, or its Hugging Face name (org/name)");

    public static final Setting<Location> TEXT = Setting.optional(
            "text",
            new SettingType.Place("FILE", true),
            "no perplexity is measured",
            "",
            "the UTF-8 text whose perplexity is measured");

    public static final Setting<Integer> WINDOWS = Setting.optional(
            "windows",
            new SettingType.Whole(1, CommonCatalogue.MAX_WINDOWS, false),
            "the whole text",
            "",
            "how much of the text is measured, from its beginning");

    public static final Setting<List<TaskPlace>> TASKS = Setting.optional(
            "tasks",
            new SettingType.TaskPlaces(),
            "no tasks are measured",
            "",
            "files of multiple-choice tasks, or folders, in which every file that is known is taken");

    public static final Setting<Integer> LIMIT = Setting.optional(
            "limit",
            new SettingType.Whole(1, Integer.MAX_VALUE, false),
            "all items",
            "",
            "how many items of each task are measured, from its beginning");

    public static final Setting<Location> ITEMS = Setting.optional(
            "items",
            new SettingType.Place("FILE", false),
            "no such file is written",
            "",
            "the file that gets each item's log-likelihoods, a JSON object a line");

    /** All of them, in the order of the help. */
    public static final Catalogue ALL = new Catalogue(List.of(
            MODEL,
            TEXT,
            CommonCatalogue.SEQ,
            WINDOWS,
            TASKS,
            LIMIT,
            ITEMS,
            CommonCatalogue.BACKEND,
            CommonCatalogue.THREADS,
            CommonCatalogue.FORMAT));

    private EvalCatalogue() {}
}
