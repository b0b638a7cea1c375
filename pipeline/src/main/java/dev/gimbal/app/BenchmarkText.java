package dev.gimbal.app;

import dev.gimbal.benchmark.BenchmarkResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A benchmark for people. */
final class BenchmarkText {
    private static final double GIBIBYTE = 1L << 30;

    private BenchmarkText() {}

    static String of(BenchmarkResult result) {
        StringBuilder text = new StringBuilder();
        List<Double> seconds = result.layerSeconds();
        line(
                text,
                "benchmark",
                "%d of %d layers of %s, %.1f million random weights each; %d windows of %d tokens, %s at %s",
                seconds.size(),
                result.layers(),
                result.shape(),
                result.parameters() * 1e-6,
                result.windows(),
                result.seq(),
                result.compensation(),
                result.ratio());
        line(text, "backend", "%s", result.backend());
        line(
                text,
                "a layer",
                "%s s; %.0f tokens a second through the last",
                seconds.stream()
                        .map(one -> String.format(Locale.ROOT, "%.1f", one))
                        .collect(Collectors.joining(", ")),
                result.tokensPerSecond());
        double all = result.parts().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        line(
                text,
                "parts",
                "%s",
                result.parts().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                        .map(part ->
                                String.format(Locale.ROOT, "%s %.0f %%", part.getKey(), 100 * part.getValue() / all))
                        .collect(Collectors.joining(", ")));
        line(
                text,
                "memory",
                "%.2f GiB at most%s, planned %.2f GiB with activations %s; tensors took %.2f GiB",
                result.residentBytes() / GIBIBYTE,
                result.residentBytes() == 0 ? " (the system does not tell)" : "",
                result.plannedBytes() / GIBIBYTE,
                result.activations().label(),
                result.tensorBytes() / GIBIBYTE);
        line(
                text,
                "a model",
                "about %s for its %d layers, without reading, saving and writing",
                Span.text(result.modelSeconds()),
                result.layers());
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-11s %s\n", what, String.format(Locale.ROOT, format, values)));
    }
}
