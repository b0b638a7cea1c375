package dev.gimbal.monitoring.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code docs/metrics.md}, made of the code. */
final class MetricsPage {
    /** Where the page is, seen from the module's folder. */
    static final String FILE = "../docs/metrics.md";

    private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

    /** Micrometer's own that are there only on some virtual machines, or only after something has happened. */
    private static final List<String> PASSING = List.of("jvm.gc.pause", "jvm.gc.concurrent.phase.time");

    private static final String HEAD = """
            # Metrics

            What `GET /metrics` of a run tells Prometheus, or whatever else reads its text format or OpenMetrics. Names end in
            their unit; times are in seconds, sizes in bytes, shares from 0 to 1. [monitoring.md](monitoring.md) says how to
            turn it on.

            What is not known is `NaN`, so that names are there from the beginning; what has a `model`, `unit`, `part` or `queue` is
            absent until it is told of. Comparisons with `NaN` are false, so an alert on what is not known stays silent.
            Counters count all events that the process has been told of, those of a resumed run's earlier processes too, and
            begin at 0 with every process. A summary has `_count` and `_sum`, and beside it a gauge `_max`: the longest of the
            last minutes.

            ## The run

            | name | type | unit | tags | meaning |
            | --- | --- | --- | --- | --- |
            """;

    private static final String TAGS = """

            | tag | values |
            | --- | --- |
            """;

    private static final String JVM = """

            ## The process

            Micrometer's own. Which memory pools, buffers and collectors there are, and so which values their tags have, is the
            Java virtual machine's business.

            | name | type | unit | meaning |
            | --- | --- | --- | --- |
            """;

    private MetricsPage() {}

    /** @param registry that all meters of a process are in */
    static String text(MeterRegistry registry) {
        StringBuilder page = new StringBuilder(HEAD);
        for (GimbalMeter meter : GimbalMeter.values()) {
            row(page, name(meter), type(meter.type()), unit(meter.unit()), tags(meter), meter.description());
        }
        page.append(TAGS);
        for (MeterTag tag : MeterTag.values()) {
            row(page, code(tag.key()), values(tag));
        }
        page.append(JVM);
        process(registry)
                .values()
                .forEach(meter -> row(
                        page,
                        code(name(meter)),
                        type(meter.getType()),
                        unit(meter.getBaseUnit()),
                        Objects.requireNonNull(meter.getDescription())));
        return page.toString();
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String unit(@Nullable String unit) {
        return unit == null ? "" : unit;
    }

    private static String name(GimbalMeter meter) {
        return code(prometheusName(meter));
    }

    /** As a scrape has it. */
    static String prometheusName(GimbalMeter meter) {
        return name(meter.dotted(), meter.type(), meter.unit());
    }

    /** As a scrape has it. */
    static String name(Meter.Id meter) {
        return name(meter.getName(), meter.getType(), meter.getBaseUnit());
    }

    /** Suffixes that stand for a type are put to the name when it is written. */
    private static String name(String dotted, Meter.Type type, @Nullable String unit) {
        String name = NAMES.name(dotted, type, unit);
        return type == Meter.Type.COUNTER ? name + "_total" : dotted.endsWith(".info") ? name + "_info" : name;
    }

    private static String type(Meter.Type type) {
        return switch (type) {
            case COUNTER -> "counter";
            case TIMER -> "summary";
            default -> "gauge";
        };
    }

    private static String tags(GimbalMeter meter) {
        return meter.tags().stream().map(tag -> code(tag.key())).collect(Collectors.joining(", "));
    }

    private static String values(MeterTag tag) {
        return tag.choices().isEmpty()
                ? tag.meaning()
                : tag.choices().stream().map(MetricsPage::code).collect(Collectors.joining(", "));
    }

    private static Map<String, Meter.Id> process(MeterRegistry registry) {
        List<Meter.Id> ids = new ArrayList<>();
        registry.getMeters().forEach(meter -> ids.add(meter.getId()));
        Map<String, Meter.Id> named = new TreeMap<>();
        ids.stream()
                .filter(id -> !id.getName().startsWith("gimbal.") && !PASSING.contains(id.getName()))
                .forEach(id -> named.put(name(id), id));
        return named;
    }
}
