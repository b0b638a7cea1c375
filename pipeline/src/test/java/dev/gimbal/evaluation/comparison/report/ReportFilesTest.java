package dev.gimbal.evaluation.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.evaluation.comparison.ComparisonReport;
import dev.gimbal.evaluation.comparison.MadeUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
    @TempDir
    private Path folder;

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void thereAreThreeFilesAndNothingElse() throws IOException {
        ComparisonReport.write(new MadeUp().axis("method", "a").planned(2).build(), folder);
        ComparisonReport.write(new MadeUp().axis("method", "a").cell(60, "a").build(), folder);
        assertEquals(Set.of("report.html", "report.md", "results.csv"), names());
        assertEquals(2, Files.readAllLines(folder.resolve("results.csv")).size());
    }

    @Test
    void theSameNumbersMakeTheSameFiles() throws IOException {
        MadeUp comparison = new MadeUp().axis("method", "a", "b").cell(60, "a").cell(61, "b");
        Written first = Written.of(comparison.build(), folder);
        assertEquals(first, Written.of(comparison.build(), folder));
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAndLeavesNothingHalf() throws IOException {
        Files.createDirectories(folder.resolve("report.md").resolve("in the way"));
        GimbalException refusal = assertThrows(
                GimbalException.class,
                () -> ComparisonReport.write(new MadeUp().axis("method", "a").build(), folder));
        assertEquals(ExitCode.IO, refusal.exitCode());
        assertEquals(Set.of("report.html", "report.md"), names());
    }
}
