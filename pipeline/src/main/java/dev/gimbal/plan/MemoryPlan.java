package dev.gimbal.plan;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run keeps to its memory, and what it then needs.
 *
 * @param budget bytes that the whole process may use; null without a limit
 * @param hidden where hidden states lie, never {@code AUTO}
 * @param activations what becomes of the targets' inputs, never {@code AUTO}
 * @param batchesOfARound how many batches are computed before their rows are put back and the next are taken
 * @param writersAtOnce how many layers are written at once at the end
 * @param evaluationRows how many tokens of an evaluation's text go through the model at once, in whole windows
 * @param idleBytes how much memory that was given back is kept for its next use
 * @param phases of the run, in order
 * @param disk bytes by what they go into, under the run directory and the output
 */
public record MemoryPlan(
        @Nullable Long budget,
        HiddenPlace hidden,
        InputsPlace activations,
        int batchesOfARound,
        int writersAtOnce,
        int evaluationRows,
        long idleBytes,
        List<PlannedPhase> phases,
        Map<String, Long> disk) {

    public MemoryPlan {
        phases = List.copyOf(phases);
        disk = Collections.unmodifiableMap(new LinkedHashMap<>(disk));
    }

    /** Those in which layers are worked on, one after the other. */
    public List<PlannedPhase> layerPhases() {
        return phases.stream()
                .filter(phase ->
                        phase.of(MemoryItem.WEIGHTS) > 0 && !phase.name().startsWith("evaluate"))
                .filter(phase -> !phase.name().equals("write"))
                .toList();
    }

    /** The phase that needs most memory. */
    public PlannedPhase peak() {
        return phases.stream()
                .max(Comparator.comparingLong(PlannedPhase::total))
                .orElseThrow();
    }

    /** Bytes of the whole process when it needs most. */
    public long peakBytes() {
        return peak().total();
    }

    /** Bytes of tensors when they need most, which is what a backend counts. */
    public long peakTensorBytes() {
        return phases.stream().mapToLong(PlannedPhase::tensorBytes).max().orElse(0);
    }

    /** All bytes on disk. */
    public long diskBytes() {
        return disk.values().stream().mapToLong(Long::longValue).sum();
    }
}
