package dev.gimbal.config;

/** The settings that several verbs share. */
public final class CommonCatalogue {
    /** Longest window, in tokens; more than any model of the families reads. */
    static final int MAX_SEQ = 131_072;

    /** Most windows; what a text gives is usually less. */
    static final int MAX_WINDOWS = 1_000_000;

    public static final Setting<Integer> SEQ =
            Setting.preset("seq", new SettingType.Whole(2, MAX_SEQ, false), 128, "tokens", "the length of a window");

    public static final Setting<BackendKind> BACKEND = Setting.preset(
            "backend",
            new SettingType.Choice<>(BackendKind.class),
            BackendKind.AUTO,
            "",
            "what computes; auto takes the best that is present, gimbal doctor lists them");

    public static final Setting<Integer> THREADS = Setting.optional(
            "threads", new SettingType.Whole(1, 1024, false), "all cores", "", "how many tasks run at once");

    public static final Setting<OutputFormat> FORMAT = Setting.preset(
            "format",
            new SettingType.Choice<>(OutputFormat.class),
            OutputFormat.TEXT,
            "",
            "what standard output gets: text for people, or one JSON value");

    private CommonCatalogue() {}
}
