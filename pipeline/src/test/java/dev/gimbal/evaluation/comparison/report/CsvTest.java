package dev.gimbal.evaluation.comparison.report;

import static dev.gimbal.evaluation.comparison.MadeUp.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.evaluation.comparison.Comparison;
import dev.gimbal.evaluation.comparison.MadeUp;
import dev.gimbal.evaluation.comparison.TargetError;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    private Path folder;

    private Map<String, String> row(Comparison comparison, int row) throws Exception {
        List<List<String>> rows = Written.of(comparison, folder).rows();
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            assertEquals(null, fields.put(rows.get(0).get(i), rows.get(row).get(i)), "one column a name");
        }
        assertEquals(fields.size(), rows.get(row).size());
        return fields;
    }

    /** Errors of 0.2 and 0.4 have a mean of 0.3; one layer has no held-out error. */
    @Test
    void aCellIsARow() throws Exception {
        Comparison comparison = new MadeUp()
                .axis("method", "ridge")
                .axis("windows", "64")
                .cell(
                        MadeUp.score(60.125),
                        List.of(task("boolq", 0.5, 0.1), task("piqa", 0.6, 0.1, 0.7, 0.1)),
                        List.of(
                                new TargetError(0, "o_proj", "ridge", 0.25, 0.125, 0.5, 0.375, null, 9, 0),
                                new TargetError(1, "o_proj", "ridge", 0.75, 0.375, null, null, null, 9, 0)),
                        "ridge",
                        "64")
                .build();
        Map<String, String> expected = new LinkedHashMap<>();
        String[] fields = {
            "id",
            "cell-0",
            "method",
            "ridge",
            "windows",
            "64",
            "ratio_reached",
            "0.2",
            "parameters",
            "113260608",
            "bytes",
            "226521216",
            "prune_seconds",
            "55.5",
            "perplexity",
            "60.125",
            "evaluation_windows",
            "160",
            "evaluation_seq",
            "128",
            "tokens_per_second",
            "1000.0",
            "of_dense_speed",
            "1.25",
            "boolq_acc",
            "0.5",
            "boolq_acc_norm",
            "",
            "piqa_acc",
            "0.6",
            "piqa_acc_norm",
            "0.7",
            "o_proj_fitted_before",
            "0.5",
            "o_proj_fitted_after",
            "0.25",
            "o_proj_held_out_before",
            "0.5",
            "o_proj_held_out_after",
            "0.375",
            "down_proj_fitted_before",
            "",
            "down_proj_fitted_after",
            "",
            "down_proj_held_out_before",
            "",
            "down_proj_held_out_after",
            "",
            "warnings",
            "0"
        };
        for (int i = 0; i < fields.length; i += 2) {
            expected.put(fields[i], fields[i + 1]);
        }
        assertEquals(
                List.copyOf(expected.entrySet()), List.copyOf(row(comparison, 1).entrySet()));
    }

    @Test
    void whatWasNotMeasuredIsEmpty() throws Exception {
        Map<String, String> row =
                row(new MadeUp().axis("method", "a", "b").tasks(List.of(), "a").build(), 1);
        assertEquals(
                List.of("", "", ""),
                List.of(row.get("perplexity"), row.get("evaluation_seq"), row.get("tokens_per_second")));
    }

    @Test
    void commasQuotesAndLinesSurvive() throws Exception {
        String name = "a,\"b\"\r\nc, \"\"";
        assertEquals(
                name,
                row(new MadeUp().axis("me,th\"od", name).cell(1, name).build(), 1)
                        .get("me,th\"od"));
    }

    @Test
    void spreadsheetsRunNothing() throws Exception {
        for (String formula : List.of("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "-")) {
            assertEquals(
                    "'" + formula,
                    row(new MadeUp().axis("method", formula).cell(1, formula).build(), 1)
                            .get("method"));
        }
        for (String number : List.of("-1", "+2.5", "-1e-3", "0.2")) {
            assertEquals(
                    number,
                    row(new MadeUp().axis("seed", number).cell(1, number).build(), 1)
                            .get("seed"));
        }
    }

    @Test
    void whatIsNotFiniteIsSpelt() throws Exception {
        Comparison comparison = new MadeUp()
                .axis("method", "a", "b")
                .cell(Double.NaN, "a")
                .cell(Double.POSITIVE_INFINITY, "b")
                .build();
        assertEquals("NaN", row(comparison, 1).get("perplexity"));
        assertEquals("Infinity", row(comparison, 2).get("perplexity"));
    }
}
