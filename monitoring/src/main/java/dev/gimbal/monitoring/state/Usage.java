package dev.gimbal.monitoring.state;

import dev.gimbal.protocol.MemoryUsed;
import dev.gimbal.protocol.PartTime;
import dev.gimbal.protocol.QueueDepth;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.RunStarted;
import dev.gimbal.protocol.WorkMeasured;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the run's process uses, and what it is busy with. Of an earlier process nothing stays. */
public final class Usage {
    /** Parts, and queues, that are kept. */
    public static final int MOST = 64;

    private long budget;
    private long deviceBudget;
    private @Nullable MemoryUsed memory;
    private Map<String, Double> parts = Map.of();
    private List<RunView.Queue> queues = List.of();

    /** The next event. */
    public void accept(RunEvent event) {
        switch (event.getEventCase()) {
            case RUN_STARTED -> begin(event.getRunStarted());
            case MEMORY_USED -> memory = event.getMemoryUsed();
            case WORK_MEASURED -> {
                parts = parts(event.getWorkMeasured());
                queues = queues(event.getWorkMeasured());
            }
            default -> {}
        }
    }

    private void begin(RunStarted event) {
        budget = event.getMemoryBudgetBytes();
        deviceBudget = event.getDeviceBudgetBytes();
        memory = null;
        parts = Map.of();
        queues = List.of();
    }

    /** Null while nothing is known, not even a budget. */
    public RunView.@Nullable Memory memory() {
        MemoryUsed used = memory;
        if (used == null) {
            return budget == 0 && deviceBudget == 0
                    ? null
                    : new RunView.Memory(null, null, null, null, null, positive(budget), positive(deviceBudget));
        }
        boolean device = deviceBudget != 0 || used.getDeviceBytes() != 0;
        return new RunView.Memory(
                positive(used.getResidentBytes()),
                positive(used.getHeapBytes()),
                Bounds.count(used.getOffHeapBytes()),
                Bounds.count(used.getHiddenStoreBytes()),
                device ? (Long) Bounds.count(used.getDeviceBytes()) : null,
                positive(used.getBudgetBytes() == 0 ? budget : used.getBudgetBytes()),
                positive(deviceBudget));
    }

    /** What no process can do without is not known where it is 0; so is a budget. */
    private static @Nullable Long positive(long unsigned) {
        return unsigned == 0 ? null : (Long) Bounds.count(unsigned);
    }

    private static Map<String, Double> parts(WorkMeasured work) {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (PartTime part : Bounds.first(work.getPartsList(), MOST)) {
            parts.put(Bounds.text(part.getPart()), Bounds.seconds(part.getSeconds()));
        }
        return Collections.unmodifiableMap(parts);
    }

    private static List<RunView.Queue> queues(WorkMeasured work) {
        return Bounds.first(work.getQueuesList(), MOST).stream()
                .map(Usage::queue)
                .toList();
    }

    private static RunView.Queue queue(QueueDepth queue) {
        return new RunView.Queue(
                Bounds.text(queue.getQueue()),
                Bounds.count(queue.getDepth()),
                queue.getCapacity() == 0 ? null : (Long) Bounds.count(queue.getCapacity()));
    }

    /** Seconds by part, in the order that they were told in. */
    public Map<String, Double> parts() {
        return parts;
    }

    /** What waits where. */
    public List<RunView.Queue> queues() {
        return queues;
    }
}
