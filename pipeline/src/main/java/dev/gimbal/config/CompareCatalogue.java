package dev.gimbal.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The settings of {@code gimbal compare}: those of {@code gimbal prune} that a result depends on, and what is varied. */
public final class CompareCatalogue {
    /** In front of the key of what is varied. */
    private static final String VARY = "vary.";

    public static final Setting<Location> OUTPUT = Setting.required(
            "output",
            new SettingType.Place("DIR", false),
            "the folder of the report; a comparison that was interrupted there goes on");

    public static final Setting<Boolean> KEEP_MODELS = Setting.preset(
            "keep-models",
            new SettingType.Switch(),
            false,
            "",
            "keep every pruned model, in the output folder under models");

    public static final Setting<Boolean> FORCE = Setting.preset(
            "force", new SettingType.Switch(), false, "", "throw away another comparison that is in the output folder");

    public static final Setting<Boolean> DRY_RUN = Setting.preset(
            "dry-run", new SettingType.Switch(), false, "", "list what would be computed and what is shared, and end");

    public static final Setting<List<String>> METHODS = Setting.optional(
            VARY + "method",
            new SettingType.Several(new SettingType.Choice<>(Method.class)),
            "what score and compensation say",
            "",
            "a score and a compensation that belong together, by their usual name");

    /** What may be varied beside methods. */
    private static final List<Setting<?>> VARIED = List.of(
            PruneCatalogue.RATIO,
            PruneCatalogue.SCORE,
            PruneCatalogue.COMPENSATION,
            PruneCatalogue.TARGETS,
            PruneCatalogue.SCHEDULE,
            PruneCatalogue.HEAD_UNIT,
            PruneCatalogue.SELECTION,
            PruneCatalogue.BUDGET,
            PruneCatalogue.CENTER,
            PruneCatalogue.LAMBDA,
            PruneCatalogue.ROTATION_REGULARIZATION,
            PruneCatalogue.WINDOWS,
            CommonCatalogue.SEQ,
            PruneCatalogue.SAMPLING,
            PruneCatalogue.HOLDOUT,
            PruneCatalogue.SEED);

    /** The axes of a grid, in the order in which a table shows them, each with what it varies; methods come first. */
    static final Map<Setting<List<String>>, Setting<?>> AXES = axes();

    /** All of them, in the order of the help. */
    public static final Catalogue ALL = new Catalogue(all());

    private CompareCatalogue() {}

    private static Map<Setting<List<String>>, Setting<?>> axes() {
        Map<Setting<List<String>>, Setting<?>> axes = new LinkedHashMap<>();
        for (Setting<?> varied : VARIED) {
            axes.put(
                    Setting.optional(
                            VARY + varied.key(),
                            new SettingType.Several(varied.type()),
                            "what " + varied.key() + " says",
                            "",
                            "the values of " + varied.key() + " that are compared"),
                    varied);
        }
        return axes;
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(PruneCatalogue.MODEL, OUTPUT, PruneCatalogue.CALIBRATION));
        all.addAll(List.of(PruneCatalogue.EVALUATION, PruneCatalogue.EVALUATION_WINDOWS));
        all.addAll(List.of(EvalCatalogue.TASKS, EvalCatalogue.LIMIT, METHODS));
        all.addAll(AXES.keySet());
        List<Setting<?>> before = List.copyOf(all);
        List<Setting<?>> ours = List.of(
                PruneCatalogue.OUTPUT,
                PruneCatalogue.RUN,
                PruneCatalogue.FORCE,
                PruneCatalogue.LAYOUT,
                MonitorCatalogue.LISTEN,
                MonitorCatalogue.TOKEN_FILE);
        PruneCatalogue.ALL.settings().stream()
                .filter(setting -> !before.contains(setting) && !ours.contains(setting))
                .forEach(all::add);
        List<Setting<?>> last = List.of(KEEP_MODELS, DRY_RUN, FORCE);
        all.addAll(all.size() - 1, last); // the format closes every list
        return all;
    }

    /** Those that a cell's pruning run is told as they were written. */
    static Stream<Setting<?>> shared() {
        Set<Setting<?>> others =
                Set.of(PruneCatalogue.EVALUATION, PruneCatalogue.EVALUATION_WINDOWS, CommonCatalogue.FORMAT);
        return PruneCatalogue.ALL.settings().stream()
                .filter(setting ->
                        ALL.find(setting.key()).filter(setting::equals).isPresent())
                .filter(setting -> !others.contains(setting));
    }
}
