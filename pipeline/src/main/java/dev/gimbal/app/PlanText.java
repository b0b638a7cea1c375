package dev.gimbal.app;

import dev.gimbal.config.HiddenPlace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plans for people. */
final class PlanText {
    private static final double MEBIBYTE = 1 << 20;

    /** What a layer's row shows of its memory, by label and heading. */
    private static final List<String> OF_A_LAYER =
            List.of("weights", "gram", "hidden", "activations", "batches", "solve");

    /** The order of the columns of the phases' table. */
    private static final List<String> ITEMS = List.of(
            "program",
            "weights",
            "gram",
            "hidden",
            "activations",
            "batches",
            "solve",
            "workspace",
            "targets",
            "logits",
            "idle");

    private PlanText() {}

    /** Tables of layers and phases in MiB, and what it comes to. */
    static String of(PlanReport report) {
        return layers(report) + "\n" + phases(report) + "\n" + totals(report);
    }

    private static String layers(PlanReport report) {
        Table table = new Table()
                .row(
                        "layers",
                        "weights",
                        "Gram",
                        "hidden",
                        "activations",
                        "batches",
                        "solve",
                        "peak MiB",
                        "GFLOP",
                        "seconds");
        for (PlanReport.LayerKind layer : report.layers()) {
            List<String> cells = OF_A_LAYER.stream()
                    .map(item -> mebibytes(layer.bytes().getOrDefault(item, 0L)))
                    .toList();
            table.row(
                    Integer.toString(layer.count()),
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4),
                    cells.get(5),
                    mebibytes(layer.peakBytes()),
                    number(layer.flop().getOrDefault("total", 0.0) / 1e9),
                    String.format(Locale.ROOT, "%.1f", layer.seconds().getOrDefault("total", 0.0)));
        }
        return table.text();
    }

    private static String phases(PlanReport report) {
        List<PlanReport.Phase> phases = report.memory().phases();
        List<String> items = ITEMS.stream()
                .filter(item -> phases.stream().anyMatch(phase -> phase.bytes().containsKey(item)))
                .toList();
        Table table = new Table();
        table.row(cells("phase", items, "total MiB"));
        for (PlanReport.Phase phase : phases) {
            List<String> bytes = items.stream()
                    .map(item -> mebibytes(phase.bytes().getOrDefault(item, 0L)))
                    .toList();
            table.row(cells(phase.name(), bytes, mebibytes(phase.totalBytes())));
        }
        return table.text();
    }

    private static String[] cells(String first, List<String> between, String last) {
        String[] cells = new String[between.size() + 2];
        cells[0] = first;
        for (int i = 0; i < between.size(); i++) {
            cells[i + 1] = between.get(i);
        }
        cells[cells.length - 1] = last;
        return cells;
    }

    private static String totals(PlanReport report) {
        PlanReport.Memory memory = report.memory();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "memory",
                mebibytes(memory.peakBytes()) + " MiB"
                        + (memory.budgetBytes() == null
                                ? ""
                                : " of " + mebibytes(memory.budgetBytes()) + " MiB allowed")
                        + ": hidden states " + (memory.hidden() == HiddenPlace.DISK ? "on disk" : "in memory")
                        + ", activations " + activations(report) + ", " + memory.roundBatches()
                        + " batches a round");
        line(text, "disk", parts(report.diskBytes(), PlanText::mebibytes) + " MiB");
        line(text, "work", parts(report.flop(), flop -> number(flop / 1e9)) + " GFLOP");
        line(
                text,
                "time",
                duration(report.seconds().getOrDefault("total", 0.0)) + " without reading and writing files (seconds: "
                        + report.seconds().entrySet().stream()
                                .filter(part -> !part.getKey().equals("total"))
                                .map(part -> part.getKey() + " " + number(part.getValue()))
                                .collect(Collectors.joining(", "))
                        + ") on " + report.backend());
        return text.toString();
    }

    private static String activations(PlanReport report) {
        return switch (report.memory().activations()) {
            case KEEP, AUTO -> "kept";
            case SPILL -> "spilled to disk";
            case RECOMPUTE -> "computed twice";
        };
    }

    /** The total first, then what it is made of. */
    private static <T> String parts(Map<String, T> parts, Function<T, String> shown) {
        StringBuilder text = new StringBuilder();
        T total = parts.get("total");
        if (total != null) {
            text.append(shown.apply(total));
        }
        return text.append(" (")
                .append(parts.entrySet().stream()
                        .filter(part -> !part.getKey().equals("total"))
                        .map(part -> part.getKey() + " " + shown.apply(part.getValue()))
                        .collect(Collectors.joining(", ")))
                .append(")")
                .toString();
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-11s %s\n", what, value));
    }

    /** Rounded up, so that what is little is not nothing. */
    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f", Math.ceil(bytes / MEBIBYTE));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%,.1f" : "%,.0f", value);
    }

    /** In the two largest units that it has. */
    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes / 60 + " h " + minutes % 60 + " min";
    }
}
