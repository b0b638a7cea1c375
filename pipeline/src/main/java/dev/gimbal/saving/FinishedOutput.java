package dev.gimbal.saving;

import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.StrictJson;
import dev.gimbal.surgery.OutputFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An output that is in place, though its run did not get to saying so. */
public final class FinishedOutput {
    private static final long LONGEST_REPORT = 1L << 30;

    private FinishedOutput() {}

    /** The report in {@code output} where this very run wrote it. */
    public static Optional<String> of(Path output, String runId) {
        Path report = output.resolve(OutputFolder.REPORT);
        return Files.isRegularFile(report) && runId.equals(run(report)) ? Optional.of(read(report)) : Optional.empty();
    }

    /** What cannot be read was written by somebody else. */
    private static String run(Path report) {
        try {
            return StrictJson.object(report, LONGEST_REPORT).path("run").asText();
        } catch (GimbalException e) {
            return "";
        }
    }

    /** A report's text. */
    private static String read(Path report) {
        InputFile.require(report, LONGEST_REPORT);
        try {
            return Files.readString(report);
        } catch (IOException e) {
            throw InputFile.unreadable(report, e);
        }
    }

    /** The folder of the model that a report is about, as the user named it. */
    public static String output(String report) {
        try {
            return StrictJson.object(
                            new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8)), "the run's report")
                    .path("output")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not refuse", e);
        }
    }
}
