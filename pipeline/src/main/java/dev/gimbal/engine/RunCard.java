package dev.gimbal.engine;

import dev.gimbal.model.ModelFolder;
import dev.gimbal.surgery.CardFacts;
import dev.gimbal.surgery.CardFacts.Fact;
import dev.gimbal.surgery.CardFacts.Section;
import dev.gimbal.surgery.WrittenShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A run's report in the words of a model card. */
public final class RunCard {
    private static final Set<String> OF_THE_RUN = Set.of(
            "model",
            "output",
            "calibration",
            "evaluation",
            "evaluation-windows",
            "force",
            "run",
            "checkpoint.interval",
            "memory.budget",
            "memory.device",
            "memory.hidden",
            "memory.activations",
            "format",
            "backend",
            "threads");

    private RunCard() {}

    /** The facts of a model card. */
    public static CardFacts of(PruneReport report, ModelFolder source, WrittenShape shape) {
        List<String> notes = new ArrayList<>();
        String reason = shape.reason(source.config());
        if (!reason.isEmpty()) {
            notes.add(reason);
        }
        Path name = Path.of(report.output()).toAbsolutePath().normalize().getFileName();
        return new CardFacts(
                String.valueOf(name),
                source.name() == null ? fileName(report.model().name()) : source.name(),
                source.name(),
                List.of(
                        new Section("Result", result(report)),
                        new Section("Method", method(report)),
                        new Section("Calibration", calibration(report.calibration()))),
                notes);
    }

    private static List<Fact> result(PruneReport report) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "removed of the prunable parameters",
                format(
                        "%.2f %% (%.2f %% asked)",
                        100 * report.ratio().reached(), 100 * report.ratio().asked())));
        facts.add(new Fact(
                "parameters, embeddings included",
                format(
                        "%,d, before %,d",
                        report.parameters().after(), report.parameters().before())));
        PruneReport.Perplexity perplexity = report.perplexity();
        if (perplexity != null) {
            facts.add(new Fact("perplexity", format("%.3f, before %.3f", perplexity.after(), perplexity.before())));
            facts.add(new Fact(
                    "measured on",
                    format(
                            "%s: %,d non-overlapping windows of %d tokens",
                            fileName(perplexity.text()), perplexity.windows(), perplexity.seq())));
        }
        return facts;
    }

    private static List<Fact> method(PruneReport report) {
        List<Fact> facts = new ArrayList<>();
        addSettings("", report.settings(), facts);
        facts.add(new Fact("gimbal", report.gimbal()));
        return facts;
    }

    /** Those of the method, by the names that configuration files have: places and forms of output are the run's alone. */
    private static void addSettings(String prefix, Map<?, ?> settings, List<Fact> facts) {
        settings.forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof Map<?, ?> group) {
                addSettings(name + ".", group, facts);
            } else if (!OF_THE_RUN.contains(name)) {
                String text = value instanceof List<?> list
                        ? list.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : String.valueOf(value);
                facts.add(new Fact(name, text));
            }
        });
    }

    private static List<Fact> calibration(PruneReport.Calibration calibration) {
        return List.of(
                new Fact("text", fileName(calibration.text())),
                new Fact(
                        "windows",
                        format(
                                "%,d of %d tokens, %s sampling, seed %d",
                                calibration.windows(),
                                calibration.seq(),
                                calibration.sampling().label(),
                                calibration.seed())),
                new Fact(
                        "tokens",
                        format("%,d, of which %,d held out", calibration.tokens(), calibration.heldOutTokens())));
    }

    /** A card is for publishing, so folders of this machine stay out of it. */
    private static String fileName(String place) {
        return String.valueOf(Path.of(place).toAbsolutePath().normalize().getFileName());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
