package dev.gimbal.app;

import com.sun.management.OperatingSystemMXBean;
import dev.gimbal.tensor.Availability;
import dev.gimbal.tensor.Backends;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * What matters of the machine that this runs on.
 *
 * @param gimbal the program's version
 * @param java version and maker
 * @param system operating system and processor type
 * @param cores that this process may use
 * @param memoryBytes of the machine, or of the container that this runs in
 * @param heapBytes that Java's own objects may take; tensors lie outside
 * @param graphics one line for each processor; empty when there is none or its driver does not answer
 */
record Machine(
        String gimbal,
        String java,
        String system,
        int cores,
        long memoryBytes,
        long heapBytes,
        List<Availability> backends,
        List<String> graphics) {

    /** This one. */
    static Machine here() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Machine(
                Version.current(),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.vm.name") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                cores,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                Runtime.getRuntime().maxMemory(),
                Backends.available(),
                Graphics.present());
    }

    boolean canCompute() {
        return backends.stream().anyMatch(Availability::available);
    }

    /** For people. */
    String summary() {
        StringBuilder text = new StringBuilder();
        line(text, "gimbal", gimbal);
        line(text, "java", java);
        line(text, "system", system);
        line(text, "cores", Integer.toString(cores));
        line(text, "memory", gibibytes(memoryBytes) + ", " + gibibytes(heapBytes) + " of it for Java's own objects");
        for (Availability backend : backends) {
            line(
                    text,
                    "backend",
                    backend.name() + (backend.available() ? ": " : " does not work: ") + backend.detail());
        }
        for (String processor : graphics) {
            line(text, "graphics", processor + "; docs/backends.md says which backends use it");
        }
        if (graphics.isEmpty()) {
            line(text, "graphics", "no NVIDIA processor found");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-9s %s\n", what, value));
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
