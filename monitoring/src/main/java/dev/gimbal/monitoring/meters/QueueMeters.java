package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.RunView;
import dev.gimbal.monitoring.state.Usage;
import dev.gimbal.protocol.RunEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** Where work can pile up. */
final class QueueMeters implements RunMeters.Subject {
    private final MeterSet meters;
    private List<String> names = List.of();
    private Usage usage = new Usage();

    QueueMeters(MeterRegistry registry) {
        meters = new MeterSet(registry);
    }

    @Override
    public void accept(RunEvent event) {
        usage.accept(event);
        if (event.hasRunStarted()) {
            clear();
        }
        if (event.hasWorkMeasured()) {
            show(usage.queues());
        }
    }

    private void show(List<RunView.Queue> queues) {
        List<String> told = queues.stream().map(RunView.Queue::queue).toList();
        if (!told.equals(names)) {
            clear();
            names = told;
        }
        for (RunView.Queue queue : queues) {
            Long capacity = queue.capacity();
            meters.set(GimbalMeter.QUEUE_DEPTH, (double) queue.depth(), queue.queue());
            if (capacity != null) {
                meters.set(GimbalMeter.QUEUE_CAPACITY, capacity, queue.queue());
            }
        }
    }

    private void clear() {
        names = List.of();
        meters.forget(GimbalMeter.QUEUE_DEPTH);
        meters.forget(GimbalMeter.QUEUE_CAPACITY);
    }

    @Override
    public void forget() {
        usage = new Usage();
        clear();
    }

    @Override
    public void close() {
        meters.close();
    }
}
