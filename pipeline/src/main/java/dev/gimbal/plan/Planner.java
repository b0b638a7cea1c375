package dev.gimbal.plan;

import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.ModelConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses how a run keeps to its memory. The same settings, model and surroundings always get the same plan. */
public final class Planner {
    /** What is kept of returned memory where it is not short: the scratch of a few workers' batches and one fit. */
    public static final long MOST_IDLE_BYTES = 192L << 20;

    /** What an evaluation's hidden states may take: so many that reading the weights again for the rest costs little. */
    private static final long EVALUATION_BYTES = 256L << 20;

    /** Bytes of text for each token, about; fewer make the plan ask for too much. */
    private static final int BYTES_OF_A_TOKEN = 4;

    /** What a machine's other programs are left, in parts of its memory. */
    private static final int MARGIN = 10;

    private final PruneSettings settings;
    private final ModelConfig model;
    private final Sizes sizes;
    private final Room room;
    private final int workers;

    private Planner(PruneSettings settings, ModelConfig model, int workers, Room room) {
        this.settings = settings;
        this.model = model;
        this.sizes = Sizes.of(settings, model, workers);
        this.room = room;
        this.workers = workers;
    }

    /** As {@link #plan(PruneSettings, ModelConfig, int, Room)}, on this machine. */
    public static MemoryPlan plan(PruneSettings settings, ModelConfig model, int threads) {
        return plan(settings, model, threads, Room.here(settings));
    }

    /**
     * The first of the choices, fastest first, that the budget has room for. Without a budget the machine's memory, less a
     * margin, is one.
     *
     * @param model the source's configuration
     * @param threads of the backend
     * @throws GimbalException (78) when none fits, with the numbers
     */
    public static MemoryPlan plan(PruneSettings settings, ModelConfig model, int threads, Room room) {
        return new Planner(settings, model, threads, room).plan();
    }

    private MemoryPlan plan() {
        Long budget = settings.memory().budget();
        long limit = budget == null ? room.memoryBytes() - room.memoryBytes() / MARGIN : budget;
        MemoryPlan least = null;
        MemoryPlan leastOnDisk = null;
        for (Choice choice : Choice.list(settings.memory(), workers)) {
            MemoryPlan plan = plan(choice, limit);
            boolean onDisk = plan.diskBytes() <= room.diskBytes();
            if (plan.peakBytes() <= limit && onDisk) {
                return plan;
            }
            least = least == null || plan.peakBytes() < least.peakBytes() ? plan : least;
            if (plan.peakBytes() <= limit && (leastOnDisk == null || plan.diskBytes() < leastOnDisk.diskBytes())) {
                leastOnDisk = plan;
            }
        }
        throw refused(limit, least, leastOnDisk);
    }

    /** The plan of {@code choice}; what is left of {@code limit} goes to idle blocks, evaluation and writers. */
    private MemoryPlan plan(Choice choice, long limit) {
        RunMoments run = new RunMoments(sizes, settings.method(), choice, true);
        Map<String, List<Moment>> layers = run.layers();
        long program = ProgramMemory.working(workers);
        long most = layers.values().stream()
                .flatMap(List::stream)
                .mapToLong(Moment::total)
                .max()
                .orElse(0);
        long idle = Math.max(0, Math.min(MOST_IDLE_BYTES, limit - program - most));
        long rest = Math.max(most + idle, Math.min(limit - program, most + idle));
        int writers = writers(run, rest);
        Map<String, List<Moment>> all = new LinkedHashMap<>();
        EvaluationSettings evaluation = settings.evaluation();
        int rows = evaluation == null ? 0 : evaluationRows(evaluation, rest);
        if (evaluation != null) {
            all.put(
                    "evaluate before",
                    new EvaluationMoments(sizes, evaluation.seq()).list(expectedRows(evaluation, rows)));
        }
        all.putAll(layers);
        all.put("write", List.of(run.writing(writers)));
        if (evaluation != null) {
            all.put(
                    "evaluate after",
                    new EvaluationMoments(sizes, evaluation.seq()).list(expectedRows(evaluation, rows)));
        }
        return new MemoryPlan(
                settings.memory().budget(),
                choice.hidden(),
                choice.activations(),
                choice.batchesOfARound(),
                writers,
                rows,
                idle,
                phases(all, program, idle),
                DiskNeeds.of(sizes, settings, model, choice));
    }

    private static List<PlannedPhase> phases(Map<String, List<Moment>> moments, long program, long limit) {
        IdleBlocks idle =
                new IdleBlocks(moments.values().stream().flatMap(List::stream).toList(), limit);
        List<PlannedPhase> phases = new ArrayList<>();
        moments.forEach((name, all) -> {
            PlannedPhase largest = null;
            for (Moment moment : all) {
                PlannedPhase phase = PlannedPhase.of(name, moment.bytes(MemoryItem.PROGRAM, program), idle.at(moment));
                largest = largest == null || phase.total() > largest.total() ? phase : largest;
            }
            if (largest != null) {
                phases.add(largest);
            }
        });
        return phases;
    }

    /** As many as the layers' work had room for, at least one. */
    private int writers(RunMoments run, long room) {
        int writers = Math.min(workers, sizes.layers());
        while (writers > 1 && run.writing(writers).total() > room) {
            writers--;
        }
        return writers;
    }

    /** Whole batches of windows that {@code room} has place for, at least one. */
    private int evaluationRows(EvaluationSettings evaluation, long room) {
        EvaluationMoments moments = new EvaluationMoments(sizes, evaluation.seq());
        int batch = moments.batchRows();
        long rows = Math.max(1, EVALUATION_BYTES / ((long) Float.BYTES * sizes.d() * batch)) * batch;
        while (rows > batch && moments.list(rows).stream().anyMatch(moment -> moment.total() > room)) {
            rows = Math.max(1, rows / batch / 2) * batch;
        }
        return (int) Math.min(rows, Integer.MAX_VALUE / (long) batch * batch);
    }

    /** Of those, the ones that the text fills. */
    private long expectedRows(EvaluationSettings evaluation, long rows) {
        long windows = evaluation.windows().isPresent()
                ? evaluation.windows().getAsInt()
                : room.evaluationBytes() == 0
                        ? Long.MAX_VALUE / evaluation.seq()
                        : Math.max(1, room.evaluationBytes() / BYTES_OF_A_TOKEN / evaluation.seq());
        return Math.min(rows, windows * evaluation.seq());
    }

    private GimbalException refused(long limit, @Nullable MemoryPlan least, @Nullable MemoryPlan leastOnDisk) {
        if (leastOnDisk != null) {
            return new GimbalException(
                    ExitCode.CONFIGURATION,
                    String.format(
                            Locale.ROOT,
                            "disk is short: %s are needed and %s are free; free some, put run and output elsewhere, or"
                                    + " give more memory",
                            mebibytes(leastOnDisk.diskBytes()),
                            mebibytes(room.diskBytes())));
        }
        if (least == null) {
            throw new IllegalStateException("no choice");
        }
        return new GimbalException(
                ExitCode.CONFIGURATION,
                "memory is short: needs " + mebibytes(least.peakBytes()) + " of " + mebibytes(limit));
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MiB", Math.ceil(bytes / (double) (1L << 20)));
    }
}
