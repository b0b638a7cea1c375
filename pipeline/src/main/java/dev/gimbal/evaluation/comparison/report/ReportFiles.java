package dev.gimbal.evaluation.comparison.report;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.WholeFile;
import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.format.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The files of a report; each is whole or, as it was before, the last one. */
public final class ReportFiles {
    private ReportFiles() {}

    /**
     * Writes {@code report.html}, {@code report.md} and {@code results.csv}, replacing those that are there.
     *
     * @param folder exists
     * @throws GimbalException (74) when the disk refuses
     */
    public static void write(Comparison comparison, Path folder) {
        Contents contents = new Contents(comparison);
        List<Section> sections = contents.sections();
        write(folder.resolve("report.html"), HtmlPage.of(contents.title(), sections));
        write(folder.resolve("report.md"), MarkdownPage.of(contents.title(), sections));
        write(folder.resolve("results.csv"), CsvRows.of(comparison));
    }

    private static void write(Path file, String text) {
        // Bytes, because a writer may refuse half a surrogate pair.
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.IO,
                    "The report " + PlainText.of(file.toString()) + " cannot be written (" + PlainText.of(e.toString())
                            + "); free some space or check the folder, and run the same again.",
                    e);
        }
    }
}
