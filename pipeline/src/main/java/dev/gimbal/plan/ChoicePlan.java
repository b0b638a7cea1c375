package dev.gimbal.plan;

import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SelectionKind;
import dev.gimbal.config.Target;
import dev.gimbal.evaluation.Perplexity;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.tensor.cpu.CpuBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the plans of choices.
 *
 * @param limit bytes that the process may use: what a choice leaves of them goes to idle blocks, evaluation and writers
 */
record ChoicePlan(PruneSettings settings, ModelConfig model, Sizes sizes, Room room, long limit) {
    MemoryPlan of(Choice choice) {
        RunMoments run = new RunMoments(sizes, settings.method(), choice, true);
        Map<String, List<Moment>> layers = run.layers();
        long most = layers.values().stream()
                .flatMap(List::stream)
                .mapToLong(Moment::total)
                .max()
                .orElse(0);
        long left = Math.max(0, limit - ProgramMemory.working(sizes) - most);
        long idle = Math.min(CpuBackend.MOST_IDLE_BYTES, left);
        int writers = writers(run, most + idle);
        EvaluationSettings evaluation = settings.evaluation();
        int rows = evaluation == null ? 0 : evaluationRows(evaluation, idle);
        layers.put("write", List.of(run.writing(writers)));
        List<PlannedPhase> phases = new ArrayList<>();
        phases.add(reading());
        if (evaluation == null) {
            phases.addAll(phases(layers, idle));
        } else {
            List<Moment> moments = new EvaluationMoments(sizes, evaluation.seq()).list(expectedRows(evaluation, rows));
            phases.addAll(phases(Map.of("evaluate before", moments), idle));
            layers.put("evaluate after", moments);
            phases.addAll(phases(layers, idle));
        }
        return new MemoryPlan(
                settings.memory().budget(),
                choice.hidden(),
                choice.activations(),
                choice.batchesOfARound(),
                writers,
                rows,
                idle,
                phases,
                DiskNeeds.of(sizes, settings, model, choice));
    }

    private PlannedPhase reading() {
        return new PlannedPhase("read", Map.of(MemoryItem.PROGRAM, ProgramMemory.reading(sizes, room)));
    }

    private List<PlannedPhase> phases(Map<String, List<Moment>> moments, long limitOfIdle) {
        IdleBlocks idle =
                new IdleBlocks(moments.values().stream().flatMap(List::stream).toList(), unlike(), limitOfIdle);
        List<PlannedPhase> phases = new ArrayList<>();
        new LinkedHashMap<>(moments).forEach((name, all) -> all.stream()
                .map(moment -> PlannedPhase.of(
                        name, moment.bytes(MemoryItem.PROGRAM, ProgramMemory.working(sizes)), idle.at(moment)))
                .max(Comparator.comparingLong(PlannedPhase::total))
                .ifPresent(phases::add));
        return phases;
    }

    /** Where layers keep different numbers of units, their fits are of different sizes. */
    private long unlike() {
        if (settings.method().selection() == SelectionKind.UNIFORM) {
            return 0;
        }
        return sizes.layers()
                * Stream.of(Target.values())
                        .flatMap(target -> new SolveMoments(sizes, settings.method(), target).list().stream())
                        .mapToLong(moment -> moment.of(MemoryItem.SOLVE))
                        .max()
                        .orElse(0);
    }

    /** As many as the layers' work had room for, at least one. */
    private int writers(RunMoments run, long place) {
        int writers = Math.min(sizes.workers(), sizes.layers());
        while (writers > 1 && run.writing(writers).total() > place) {
            writers--;
        }
        return writers;
    }

    /** Whole batches of windows that the limit has room for, at least one. */
    private int evaluationRows(EvaluationSettings evaluation, long idle) {
        EvaluationMoments moments = new EvaluationMoments(sizes, evaluation.seq());
        int batch = moments.batchRows();
        long place = limit - ProgramMemory.working(sizes) - idle;
        int rows = Math.max(1, Perplexity.usualRows(sizes.d()) / batch) * batch;
        while (rows > batch && moments.list(rows).stream().anyMatch(moment -> moment.total() > place)) {
            rows = Math.max(1, rows / batch * 3 / 4) * batch;
        }
        return rows;
    }

    /** Of those, the ones that the text fills; all, where it is not there. */
    private long expectedRows(EvaluationSettings evaluation, int rows) {
        return room.evaluationBytes() == 0
                ? rows
                : Math.min(rows, Math.max(evaluation.seq(), room.evaluationTokens(evaluation)));
    }
}
