package dev.gimbal.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gimbal.config.Layout;
import dev.gimbal.evaluation.comparison.CellResult;
import dev.gimbal.evaluation.comparison.Speed;
import dev.gimbal.evaluation.comparison.TargetError;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Takes a cell's figures out of the report that its pruning run has left. */
final class CellReading {
    private CellReading() {}

    /**
     * @param report {@code gimbal.json}
     * @param bytes of the weights files
     */
    static CellResult of(Cell cell, JsonNode report, long bytes, Measured measured, Speed speed) {
        List<TargetError> targets = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        report.required("warnings").forEach(warning -> warnings.add(warning.asText()));
        for (JsonNode layer : report.required("layers")) {
            for (String name : List.of("attention", "mlp")) {
                JsonNode target = layer.required(name);
                targets.add(error(layer.required("layer").asInt(), target));
                target.required("warnings").forEach(warning -> warnings.add(warning.asText()));
            }
        }
        return new CellResult(
                cell.id(),
                cell.varied(),
                report.at("/ratio/reached").asDouble(),
                report.at("/parameters/after").asLong(),
                bytes,
                report.at("/seconds/total").asDouble(),
                measured.perplexity(),
                measured.tasks(),
                speed,
                targets,
                warnings);
    }

    /**
     * Heads, key-value heads and channels of every layer, layers that are alike put together; masked models are as large as
     * before.
     */
    static String shape(JsonNode report) {
        if (report.at("/settings/layout").asText().equals(Layout.MASKED.label())) {
            return "the dense model's";
        }
        StringJoiner shape = new StringJoiner(", ");
        String last = "";
        int alike = 0;
        for (JsonNode layer : report.required("layers")) {
            String one = layer.at("/heads/kept").size() + "/"
                    + layer.at("/heads/key_value_kept").asInt() + "/"
                    + layer.at("/channels/kept").size();
            if (!one.equals(last) && alike > 0) {
                shape.add(alike + " x " + last);
                alike = 0;
            }
            last = one;
            alike++;
        }
        return shape.add(alike + " x " + last).toString();
    }

    private static TargetError error(int layer, JsonNode target) {
        JsonNode fitted = target.required("fitted");
        JsonNode heldOut = target.required("held_out");
        return new TargetError(
                layer,
                target.required("target").asText(),
                target.required("compensation").asText(),
                number(fitted.get("before")),
                number(fitted.get("after")),
                heldOut.isNull() ? null : (Double) number(heldOut.get("before")),
                heldOut.isNull() ? null : (Double) number(heldOut.get("after")),
                optional(target.at("/rotation/condition_number")),
                number(target.get("effective_rank")),
                target.required("warnings").size());
    }

    /** Reports have null for what is no finite number. */
    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    private static @Nullable Double optional(JsonNode node) {
        return node.isNumber() ? (Double) node.asDouble() : null;
    }
}
