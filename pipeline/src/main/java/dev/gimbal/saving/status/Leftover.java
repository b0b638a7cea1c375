package dev.gimbal.saving.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report that a finished run has left, of this version or another. What is missing in it is null. */
final class Leftover {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final JsonNode report;

    private Leftover(Path folder, JsonNode report) {
        this.folder = folder;
        this.report = report;
    }

    /**
     * Reads it.
     *
     * @param folder the run directory, absolute
     * @throws GimbalException (65) when it is damaged
     */
    static Leftover read(Path folder, byte[] json) {
        try {
            JsonNode report = MAPPER.readTree(json);
            if (report.isObject()) {
                return new Leftover(folder, report);
            }
        } catch (IOException e) {
            // As below: what the parser says of a torn file helps nobody.
        }
        throw new GimbalException(
                ExitCode.DATA,
                "The run in " + folder.toString().replaceAll("\\p{Cntrl}", "?")
                        + " is finished, but its report.json is damaged; the model has a copy of it, gimbal.json, and"
                        + " gimbal verify checks both.");
    }

    @Nullable
    String run() {
        return text("/run");
    }

    RunStatus.Task task() {
        return new RunStatus.Task(
                text("/model/name"),
                text("/output"),
                Tasks.outputFolder(folder, text("/output")),
                report.at("/layers").isArray() ? (Integer) report.at("/layers").size() : null,
                number("/ratio/asked"),
                text("/settings/compensation"),
                text("/settings/schedule"),
                text("/settings/score"),
                text("/settings/selection"));
    }

    RunStatus.Result result() {
        return new RunStatus.Result(
                number("/ratio/reached"),
                whole("/parameters/before"),
                whole("/parameters/after"),
                number("/perplexity/before"),
                number("/perplexity/after"),
                number("/seconds/total"));
    }

    /** Those of single targets, too. */
    List<String> warnings() {
        List<String> all = new ArrayList<>();
        report.at("/warnings").forEach(warning -> all.add(warning.asText()));
        report.at("/layers").forEach(layer -> {
            int index = layer.path("layer").asInt();
            layer.at("/attention/warnings").forEach(warning -> all.add(Warnings.of(index, "o_proj", warning.asText())));
            layer.at("/mlp/warnings").forEach(warning -> all.add(Warnings.of(index, "down_proj", warning.asText())));
        });
        return all;
    }

    private @Nullable String text(String at) {
        JsonNode node = report.at(at);
        return node.isTextual() ? node.textValue() : null;
    }

    private @Nullable Double number(String at) {
        JsonNode node = report.at(at);
        return node.isNumber() ? (Double) node.doubleValue() : null;
    }

    private @Nullable Long whole(String at) {
        JsonNode node = report.at(at);
        return node.isIntegralNumber() ? (Long) node.longValue() : null;
    }
}
