package dev.gimbal.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The settings of {@code gimbal prune}: the keys of its configuration file and its flags derive from here. */
public final class PruneCatalogue {
    public static final Setting<Location> MODEL = Setting.required(
            "model",
            new SettingType.Place("DIR", true),
            "the folder of the model to prune, or its Hugging Face name (org/name)");

    public static final Setting<Location> OUTPUT = Setting.required(
            "output", new SettingType.Place("DIR", false), "the folder that is made for the smaller model");

    public static final Setting<Location> CALIBRATION = Setting.required(
            "calibration", new SettingType.Place("FILE", true), "the UTF-8 text that statistics are gathered on");

    public static final Setting<Location> EVALUATION = Setting.optional(
            "evaluation",
            new SettingType.Place("FILE", true),
            "nothing is measured",
            "",
            "the UTF-8 text whose perplexity is measured before and after");

    public static final Setting<Integer> EVALUATION_WINDOWS = Setting.optional(
            "evaluation-windows",
            new SettingType.Whole(1, CommonCatalogue.MAX_WINDOWS, false),
            "the whole text",
            "",
            "how much of the evaluation text is measured");

    public static final Setting<Double> RATIO =
            Setting.preset("ratio", new SettingType.Real(0, 1, false), 0.2, "", "how much of every layer is removed");

    public static final Setting<ScoreKind> SCORE = Setting.preset(
            "score",
            new SettingType.Choice<>(ScoreKind.class),
            ScoreKind.VARIANCE_AWARE,
            "",
            "how the importance of heads and channels is measured");

    public static final Setting<CompensationKind> COMPENSATION = Setting.preset(
            "compensation",
            new SettingType.Choice<>(CompensationKind.class),
            CompensationKind.AUTO,
            "",
            "what replaces the kept columns; auto takes what does best on held-out text");

    public static final Setting<Set<Target>> TARGETS = Setting.preset(
            "targets",
            new SettingType.Choices<>(Target.class),
            EnumSet.allOf(Target.class),
            "",
            "the projections that are compensated");

    public static final Setting<Schedule> SCHEDULE = Setting.preset(
            "schedule",
            new SettingType.Choice<>(Schedule.class),
            Schedule.SUBLAYER,
            "",
            "whether the MLP's statistics see the pruned attention (sublayer) or not (layer)");

    public static final Setting<HeadUnit> HEAD_UNIT = Setting.preset(
            "head-unit",
            new SettingType.Choice<>(HeadUnit.class),
            HeadUnit.AUTO,
            "",
            "which heads go together where query heads share key-value heads");

    public static final Setting<SelectionKind> SELECTION = Setting.preset(
            "selection",
            new SettingType.Choice<>(SelectionKind.class),
            SelectionKind.UNIFORM,
            "",
            "whether every layer loses as much, or one threshold holds for the whole model");

    public static final Setting<Budget> BUDGET = Setting.preset(
            "budget", new SettingType.Choice<>(Budget.class), Budget.PARAMETERS, "", "what the ratio counts");

    public static final Setting<Boolean> CENTER = Setting.preset(
            "center",
            new SettingType.Switch(),
            false,
            "",
            "fit centred statistics and carry the mean in a bias, where the format has one");

    public static final Setting<Double> LAMBDA = Setting.preset(
            "lambda",
            SettingType.Real.atLeast(0),
            1.0,
            "means of diag(G)",
            "how strongly ridge and anchored are shrunk");

    public static final Setting<PolarSolver> ROTATION_SOLVER = Setting.preset(
            "rotation.solver",
            new SettingType.Choice<>(PolarSolver.class),
            PolarSolver.SVD,
            "",
            "how the rotation is computed");

    public static final Setting<Double> ROTATION_REGULARIZATION = Setting.preset(
            "rotation.regularization",
            SettingType.Real.atLeast(0),
            0.0,
            "norms of M",
            "how strongly the rotation is pulled towards none");

    public static final Setting<Integer> WINDOWS = Setting.preset(
            "windows",
            new SettingType.Whole(1, CommonCatalogue.MAX_WINDOWS, false),
            128,
            "",
            "how many windows of the calibration text are used");

    public static final Setting<Sampling> SAMPLING = Setting.preset(
            "sampling",
            new SettingType.Choice<>(Sampling.class),
            Sampling.RANDOM,
            "",
            "where calibration windows start");

    public static final Setting<Long> SEED =
            Setting.preset("seed", new SettingType.Seed(), 0L, "", "decides every random draw");

    public static final Setting<Integer> HOLDOUT = Setting.preset(
            "holdout",
            new SettingType.Whole(2, 16, true),
            8,
            "",
            "one shard of the calibration windows in so many is kept out of every fit, to check it; 0 keeps none out");

    public static final Setting<Integer> MULTIPLE_OF = Setting.preset(
            "multiple-of",
            new SettingType.Whole(1, 65_536, false),
            1,
            "channels",
            "the kept MLP channels are rounded up to a multiple of this");

    public static final Setting<Layout> LAYOUT = Setting.preset(
            "layout",
            new SettingType.Choice<>(Layout.class),
            Layout.COMPACT,
            "",
            "smaller matrices, or the original shapes with zeros, for checking");

    public static final Setting<Boolean> FORCE =
            Setting.preset("force", new SettingType.Switch(), false, "", "replace the output folder if it exists");

    public static final Setting<Location> RUN = Setting.optional(
            "run",
            new SettingType.Place("DIR", false),
            "OUTPUT.run",
            "",
            "the run directory, which 'gimbal resume' goes on from");

    public static final Setting<Double> CHECKPOINT_INTERVAL = Setting.preset(
            "checkpoint.interval",
            SettingType.Real.atLeast(0),
            60.0,
            "seconds",
            "how much work is lost at most when a run is killed inside a layer");

    public static final Setting<Long> MEMORY = Setting.optional(
                    "memory.budget",
                    new SettingType.Size(1 << 20),
                    "no limit",
                    "",
                    "what the whole process may use; less memory means more work on disk, 'gimbal plan' shows it")
            .withFlag("--memory");

    public static final Setting<Long> MEMORY_DEVICE = Setting.optional(
            "memory.device",
            new SettingType.Size(1 << 20),
            "no limit",
            "",
            "what may be taken of a GPU's memory; the cuda backend keeps to it");

    public static final Setting<HiddenPlace> MEMORY_HIDDEN = Setting.preset(
            "memory.hidden",
            new SettingType.Choice<>(HiddenPlace.class),
            HiddenPlace.AUTO,
            "",
            "where hidden states lie; auto decides by the budget");

    public static final Setting<InputsPlace> MEMORY_ACTIVATIONS = Setting.preset(
            "memory.activations",
            new SettingType.Choice<>(InputsPlace.class),
            InputsPlace.AUTO,
            "",
            "what becomes of the targets' inputs between two passes; auto decides by the budget");

    /** All of them, in the order of the help. */
    public static final Catalogue ALL = new Catalogue(List.of(
            MODEL,
            OUTPUT,
            CALIBRATION,
            EVALUATION,
            RATIO,
            SCORE,
            COMPENSATION,
            TARGETS,
            SCHEDULE,
            HEAD_UNIT,
            SELECTION,
            BUDGET,
            CENTER,
            LAMBDA,
            ROTATION_SOLVER,
            ROTATION_REGULARIZATION,
            WINDOWS,
            CommonCatalogue.SEQ,
            SAMPLING,
            SEED,
            HOLDOUT,
            MULTIPLE_OF,
            LAYOUT,
            EVALUATION_WINDOWS,
            RUN,
            CHECKPOINT_INTERVAL,
            MEMORY,
            MEMORY_DEVICE,
            MEMORY_HIDDEN,
            MEMORY_ACTIVATIONS,
            CommonCatalogue.BACKEND,
            CommonCatalogue.THREADS,
            MonitorCatalogue.LISTEN,
            MonitorCatalogue.TOKEN_FILE,
            FORCE,
            CommonCatalogue.FORMAT));

    private PruneCatalogue() {}
}
