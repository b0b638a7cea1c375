package dev.gimbal.app;

import dev.gimbal.config.HiddenPlace;
import dev.gimbal.config.InputsPlace;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.model.CheckpointLayout;
import dev.gimbal.model.ModelConfig;
import dev.gimbal.plan.MemoryItem;
import dev.gimbal.plan.MemoryPlan;
import dev.gimbal.plan.PlannedPhase;
import dev.gimbal.plan.RunPlan;
import dev.gimbal.plan.Speed;
import dev.gimbal.plan.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code gimbal plan} prints.
 *
 * @param settings every setting in force, by key
 * @param layers one entry for each kind of layer
 * @param diskBytes by what they go into, and {@code total}
 * @param flop of the whole run by part, and {@code total}
 * @param seconds of the whole run by part, and {@code total}, without reading and writing files
 */
record PlanReport(
        String gimbal,
        Map<String, Object> settings,
        Model model,
        Memory memory,
        List<LayerKind> layers,
        Map<String, Long> diskBytes,
        Map<String, Double> flop,
        Map<String, Double> seconds,
        SpeedReport speed,
        String backend) {

    /** What is pruned. */
    record Model(String name, String architecture, long parameters) {}

    /**
     * How the run keeps to its memory.
     *
     * @param budgetBytes null without a limit
     * @param roundBatches batches that are computed before their rows are put back
     * @param writers layers that are written at once
     * @param evaluationRows tokens of the evaluation text that go through the model at once
     * @param idleBytes at most, of blocks that wait for their next use
     * @param phases in order
     */
    record Memory(
            @Nullable Long budgetBytes,
            long peakBytes,
            HiddenPlace hidden,
            InputsPlace activations,
            int roundBatches,
            int writers,
            int evaluationRows,
            long idleBytes,
            List<Phase> phases) {}

    /** What a phase has in memory when it needs most, by what it goes into. */
    record Phase(String name, long totalBytes, Map<String, Long> bytes) {}

    /**
     * Layers that are alike.
     *
     * @param count how many
     * @param bytes the most that each item takes while such a layer is worked on
     * @param peakBytes of the process then
     */
    record LayerKind(
            int count,
            Map<String, Long> bytes,
            long peakBytes,
            Map<String, Double> flop,
            Map<String, Double> seconds) {}

    /** FLOP a second, and numbers a second for {@code elements}. */
    record SpeedReport(
            double products,
            double attention,
            double elements,
            double gram,
            double solveProducts,
            double factorisations) {
        static SpeedReport of(Speed speed) {
            return new SpeedReport(
                    speed.products(),
                    speed.attention(),
                    speed.elements(),
                    speed.gram(),
                    speed.solveProducts(),
                    speed.factorisations());
        }
    }

    static PlanReport of(PruneSettings settings, ModelConfig model, RunPlan plan, Speed speed, String backend) {
        MemoryPlan memory = plan.memory();
        return new PlanReport(
                Version.current(),
                settings.written(),
                new Model(settings.model().written(), model.type().architecture(), CheckpointLayout.parameters(model)),
                new Memory(
                        memory.budget(),
                        memory.peakBytes(),
                        memory.hidden(),
                        memory.activations(),
                        memory.batchesOfARound(),
                        memory.writersAtOnce(),
                        memory.evaluationRows(),
                        memory.idleBytes(),
                        memory.phases().stream().map(PlanReport::phase).toList()),
                List.of(layers(plan, speed)),
                withTotal(memory.disk(), memory.diskBytes()),
                flop(plan.work().all()),
                seconds(plan.work().all(), speed),
                SpeedReport.of(speed),
                backend);
    }

    private static Phase phase(PlannedPhase phase) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        phase.bytes().forEach((item, some) -> bytes.put(item.label(), some));
        return new Phase(phase.name(), phase.total(), bytes);
    }

    private static LayerKind layers(RunPlan plan, Speed speed) {
        List<PlannedPhase> phases = plan.memory().layerPhases();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (MemoryItem item : MemoryItem.values()) {
            long most = phases.stream().mapToLong(phase -> phase.of(item)).max().orElse(0);
            if (most > 0) {
                bytes.put(item.label(), most);
            }
        }
        return new LayerKind(
                plan.work().layers(),
                bytes,
                phases.stream().mapToLong(PlannedPhase::total).max().orElse(0),
                flop(plan.work().layer()),
                seconds(plan.work().layer(), speed));
    }

    private static Map<String, Double> flop(Work work) {
        Map<String, Double> flop = new LinkedHashMap<>();
        flop.put("products", work.products());
        flop.put("attention", work.attention());
        flop.put("gram", work.gram());
        flop.put("solves", work.solves());
        return withTotal(flop, work.flop());
    }

    private static Map<String, Double> seconds(Work work, Speed speed) {
        return withTotal(speed.seconds(work), speed.total(work));
    }

    private static <T> Map<String, T> withTotal(Map<String, T> parts, T total) {
        Map<String, T> all = new LinkedHashMap<>(parts);
        all.put("total", total);
        return all;
    }
}
