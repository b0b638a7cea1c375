package dev.gimbal.plan;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.ModelConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Chooses how a run keeps to its memory. The same settings, model and surroundings always get the same plan. */
public final class Planner {
    /** What a machine's other programs are left of its memory: one part in so many. */
    private static final int MARGIN = 10;

    private Planner() {}

    /** As {@link #plan(PruneSettings, ModelConfig, int, Room)}, on this machine. */
    public static MemoryPlan plan(PruneSettings settings, ModelConfig model, int threads) {
        return plan(settings, model, threads, Room.here(settings));
    }

    /**
     * The first of the choices, fastest first, that there is room for. Without a budget the machine's memory, less a margin,
     * is one.
     *
     * @param model the source's configuration
     * @param threads of the backend
     * @throws GimbalException (78) when none fits, with the numbers
     */
    public static MemoryPlan plan(PruneSettings settings, ModelConfig model, int threads, Room room) {
        Long budget = settings.memory().budget();
        long limit = budget == null ? room.memoryBytes() - room.memoryBytes() / MARGIN : budget;
        ChoicePlan choices = new ChoicePlan(settings, model, Sizes.of(settings, model, threads), room, limit);
        List<MemoryPlan> refused = new ArrayList<>();
        for (Choice choice : Choice.list(settings.memory(), threads)) {
            MemoryPlan plan = choices.of(choice);
            if (plan.peakBytes() <= limit && plan.diskBytes() <= room.diskBytes()) {
                return plan;
            }
            refused.add(plan);
        }
        throw refusal(refused, limit, budget != null, room);
    }

    private static GimbalException refusal(List<MemoryPlan> plans, long limit, boolean budget, Room room) {
        MemoryPlan least = least(plans);
        List<MemoryPlan> fitting =
                plans.stream().filter(plan -> plan.peakBytes() <= limit).toList();
        return new GimbalException(
                ExitCode.CONFIGURATION, fitting.isEmpty() ? memory(least, limit, budget) : disk(fitting, room));
    }

    private static MemoryPlan least(List<MemoryPlan> plans) {
        return plans.stream()
                .min(Comparator.comparingLong(MemoryPlan::peakBytes))
                .orElseThrow();
    }

    private static String memory(MemoryPlan least, long limit, boolean budget) {
        PlannedPhase peak = least.peak();
        Map.Entry<MemoryItem, Long> largest = peak.bytes().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        String needed = mebibytes(least.peakBytes());
        return String.format(
                Locale.ROOT,
                "this run needs at least %s MiB of memory and %s %s MiB; most of it, %s MiB, is %s (phase: %s); %s%s",
                needed,
                budget ? "memory.budget allows" : "nine tenths of this machine's are",
                mebibytes(limit),
                mebibytes(largest.getValue()),
                largest.getKey().inWords(),
                peak.name(),
                budget ? "set --memory " + needed + "m, or " : "",
                largest.getKey().advice());
    }

    private static String disk(List<MemoryPlan> plans, Room room) {
        MemoryPlan least = plans.stream()
                .min(Comparator.comparingLong(MemoryPlan::diskBytes))
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "this run needs %s MiB of disk and %s MiB are free; free some, put the run directory and the output on"
                        + " another disk, or allow more memory",
                mebibytes(least.diskBytes()),
                mebibytes(room.diskBytes()));
    }

    private static String mebibytes(long bytes) {
        return Long.toString((bytes + (1L << 20) - 1) >> 20);
    }
}
