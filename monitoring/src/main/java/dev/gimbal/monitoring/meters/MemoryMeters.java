package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.RunView;
import dev.gimbal.monitoring.state.Usage;
import dev.gimbal.protocol.RunEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the run uses of memory, and what it is to keep to. */
final class MemoryMeters implements RunMeters.Subject {
    private final MeterSet meters;
    private Usage usage = new Usage();
    private volatile RunView.@Nullable Memory memory;

    MemoryMeters(MeterRegistry registry) {
        meters = new MeterSet(registry);
        area("resident", RunView.Memory::resident);
        area("heap", RunView.Memory::heap);
        area("off_heap", RunView.Memory::offHeap);
        area("hidden_store", RunView.Memory::hiddenStore);
        area("device", RunView.Memory::device);
        meters.gauge(GimbalMeter.MEMORY_BUDGET, () -> figure(RunView.Memory::budget), "host");
        meters.gauge(GimbalMeter.MEMORY_BUDGET, () -> figure(RunView.Memory::deviceBudget), "device");
    }

    private void area(String name, Function<RunView.Memory, @Nullable Long> bytes) {
        meters.gauge(GimbalMeter.MEMORY, () -> figure(bytes), name);
    }

    private Number figure(Function<RunView.Memory, @Nullable Long> bytes) {
        RunView.Memory now = memory;
        Long value = now == null ? null : bytes.apply(now);
        return value == null ? Double.NaN : (Number) value;
    }

    @Override
    public void accept(RunEvent event) {
        usage.accept(event);
        memory = usage.memory();
    }

    @Override
    public void forget() {
        usage = new Usage();
        memory = null;
    }

    @Override
    public void close() {
        meters.close();
    }
}
