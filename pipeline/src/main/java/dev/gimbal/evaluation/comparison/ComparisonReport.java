package dev.gimbal.evaluation.comparison;

import dev.gimbal.evaluation.comparison.report.ReportFiles;
import dev.gimbal.evaluation.comparison.report.TextSummary;
import java.nio.file.Path;

/** Shows a comparison, finished or not: as files, and on a terminal. */
public final class ComparisonReport {
    private ComparisonReport() {}

    /**
     * Writes {@code report.html} (tables, plots, verdict; needs nothing but itself), {@code report.md} (the same without
     * plots) and {@code results.csv} (a row a cell). Each appears whole, in place of what was there.
     *
     * @param folder exists
     * @throws dev.gimbal.error.GimbalException (74) when they cannot be written
     */
    public static void write(Comparison comparison, Path folder) {
        ReportFiles.write(comparison, folder);
    }

    /** Tables and verdict in lines of at most 100 characters, each ended by a line end. */
    public static String summary(Comparison comparison) {
        return TextSummary.of(comparison);
    }
}
