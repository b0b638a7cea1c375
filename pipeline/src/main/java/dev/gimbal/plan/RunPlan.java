package dev.gimbal.plan;

import dev.gimbal.config.PruneSettings;
import dev.gimbal.model.ModelConfig;

/**
 * Everything that is known of a run before it runs.
 *
 * @param memory how it keeps to its memory, and what it needs
 * @param work what it computes
 */
public record RunPlan(MemoryPlan memory, RunWork work) {
    /**
     * Of a run on this machine, or on any other that {@code room} describes.
     *
     * @throws dev.gimbal.error.GimbalException (78) when it cannot keep to its budget
     */
    public static RunPlan of(PruneSettings settings, ModelConfig model, int threads, Room room) {
        MemoryPlan memory = Planner.plan(settings, model, threads, room);
        return new RunPlan(memory, RunWork.of(settings, model, memory, threads, room));
    }
}
