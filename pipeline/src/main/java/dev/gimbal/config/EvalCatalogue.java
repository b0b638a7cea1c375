package dev.gimbal.config;

import java.util.List;

/** The settings of {@code gimbal eval}, from which its flags derive. */
public final class EvalCatalogue {
    public static final Setting<Location> MODEL = Setting.required(
            "model",
            new SettingType.Place("DIR", true),
            "the folder of the model to measure, or its Hugging Face name (org/name)");

    public static final Setting<Location> TEXT = Setting.required(
            "text", new SettingType.Place("FILE", true), "the UTF-8 text whose perplexity is measured");

    public static final Setting<Integer> WINDOWS = Setting.optional(
            "windows",
            new SettingType.Whole(1, CommonCatalogue.MAX_WINDOWS, false),
            "the whole text",
            "",
            "how much of the text is measured, from its beginning");

    /** All of them, in the order of the help. */
    public static final Catalogue ALL = new Catalogue(List.of(
            MODEL,
            TEXT,
            CommonCatalogue.SEQ,
            WINDOWS,
            CommonCatalogue.BACKEND,
            CommonCatalogue.THREADS,
            CommonCatalogue.FORMAT));

    private EvalCatalogue() {}
}
