package dev.gimbal.app;

import dev.gimbal.compensation.Errors;
import dev.gimbal.config.CommonCatalogue;
import dev.gimbal.config.EvaluationSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.engine.Stage;
import dev.gimbal.engine.TargetReport;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports for people. */
final class ReportText {
    private ReportText() {}

    /** What a stage does. */
    static String activity(Stage stage) {
        return switch (stage) {
            case LOAD -> "reading the model";
            case MEASURE -> "measuring the dense model";
            case CATCH_UP -> "going through finished layers";
            case ATTENTION, MLP -> "pruning";
            case WRITE -> "writing the smaller model";
            case EVALUATE -> "measuring perplexity";
            case TASKS -> "measuring zero-shot tasks";
        };
    }

    /** Where an interrupted run is when it goes on. */
    static String goesOn(int layersDone, int layers) {
        return String.format(Locale.ROOT, "going on; %d of %d layers are finished", layersDone, layers);
    }

    /** A finished layer in one line. */
    static String layer(LayerReport report, int layers) {
        return String.format(
                Locale.ROOT,
                "layer %d/%d: heads %s, channels %s, %s, %s, %.1f s",
                report.layer() + 1,
                layers,
                heads(report),
                channels(report),
                target(report.attention()),
                target(report.mlp()),
                report.seconds());
    }

    private static String target(TargetReport target) {
        return target.target().label() + " error " + change(target.fitted())
                + (target.heldOut() == null
                        ? ""
                        : " (held out " + error(target.heldOut().after()) + ")");
    }

    private static String heads(LayerReport report) {
        return report.heads().kept().size() + "/" + report.heads().total();
    }

    private static String channels(LayerReport report) {
        return report.channels().kept().size() + "/" + report.channels().total();
    }

    private static String change(Errors errors) {
        return error(errors.before()) + " -> " + error(errors.after());
    }

    private static String error(double error) {
        return String.format(Locale.ROOT, "%.4f", error);
    }

    private static String heldOut(@Nullable Errors errors) {
        return errors == null ? "-" : error(errors.after());
    }

    /** A finished run: a table of the layers, and what it came to. */
    static String summary(PruneReport report) {
        return layers(report) + "\n" + totals(report) + "written     " + report.output() + "\n";
    }

    /** What to do next, as commands that can be copied. */
    static String next(PruneSettings settings, Console console) {
        String output = console.word(settings.output());
        EvaluationSettings evaluation = settings.evaluation();
        int seq = settings.calibration().seq();
        return "next        " + console.command() + " verify " + output + "\n"
                + "            " + console.command() + " eval --model " + output
                + " --text " + (evaluation == null ? "FILE" : console.word(evaluation.text()))
                + (Integer.valueOf(seq).equals(CommonCatalogue.SEQ.fallback()) ? "" : " --seq " + seq) + "\n";
    }

    private static String layers(PruneReport report) {
        Table table = new Table()
                .row("layer", "heads", "channels", "o_proj error", "held out", "down_proj error", "held out");
        for (LayerReport layer : report.layers()) {
            table.row(
                    Integer.toString(layer.layer() + 1),
                    heads(layer),
                    channels(layer),
                    change(layer.attention().fitted()),
                    heldOut(layer.attention().heldOut()),
                    change(layer.mlp().fitted()),
                    heldOut(layer.mlp().heldOut()));
        }
        return table.text();
    }

    private static String totals(PruneReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "removed     %.2f %% of the prunable parameters (%.2f %% asked); %,d -> %,d parameters in all\n",
                100 * report.ratio().reached(),
                100 * report.ratio().asked(),
                report.parameters().before(),
                report.parameters().after()));
        PruneReport.Perplexity perplexity = report.perplexity();
        if (perplexity != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "perplexity  %.3f -> %.3f (%s: %,d windows of %d tokens)\n",
                    perplexity.before(),
                    perplexity.after(),
                    perplexity.text(),
                    perplexity.windows(),
                    perplexity.seq()));
        }
        return text.append(seconds(report)).toString();
    }

    private static String seconds(PruneReport report) {
        String parts = report.seconds().entrySet().stream()
                .filter(part -> !part.getKey().equals("total"))
                .map(part -> String.format(Locale.ROOT, "%s %.1f", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", "));
        double total = report.seconds().getOrDefault("total", Double.NaN);
        return String.format(Locale.ROOT, "seconds     %.1f (%s) on %s\n", total, parts, report.backend());
    }
}
