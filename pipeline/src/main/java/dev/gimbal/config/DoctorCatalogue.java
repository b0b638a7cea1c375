package dev.gimbal.config;

import java.util.List;

/** The settings of {@code gimbal doctor}: a benchmark, and those of {@code gimbal prune} that its time depends on. */
public final class DoctorCatalogue {
    public static final Setting<Location> BENCHMARK = Setting.optional(
            "benchmark",
            new SettingType.Place("SHAPE|DIR", true),
            "the machine is described alone",
            "",
            "prune layers of random weights in this shape, which needs no model, and say what they took:"
                    + " llama-7b, say, or a folder with a config.json");

    public static final Setting<Integer> LAYERS =
            Setting.preset("layers", new SettingType.Whole(1, 4096, false), 2, "", "how many layers of it are pruned");

    /** All of them, in the order of the help. */
    public static final Catalogue ALL = new Catalogue(List.of(
            BENCHMARK,
            LAYERS,
            PruneCatalogue.RATIO,
            PruneCatalogue.SCORE,
            PruneCatalogue.COMPENSATION,
            PruneCatalogue.TARGETS,
            PruneCatalogue.SCHEDULE,
            PruneCatalogue.HEAD_UNIT,
            PruneCatalogue.BUDGET,
            PruneCatalogue.CENTER,
            PruneCatalogue.LAMBDA,
            PruneCatalogue.ROTATION_SOLVER,
            PruneCatalogue.ROTATION_REGULARIZATION,
            PruneCatalogue.WINDOWS,
            CommonCatalogue.SEQ,
            PruneCatalogue.SEED,
            PruneCatalogue.HOLDOUT,
            PruneCatalogue.MULTIPLE_OF,
            PruneCatalogue.MEMORY,
            PruneCatalogue.MEMORY_DEVICE,
            CommonCatalogue.BACKEND,
            CommonCatalogue.THREADS,
            CommonCatalogue.FORMAT));

    private DoctorCatalogue() {}
}
