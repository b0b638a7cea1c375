package dev.gimbal.evaluation.comparison.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.evaluation.comparison.ComparisonReport;
import dev.gimbal.evaluation.comparison.MadeUp;
import org.junit.jupiter.api.Test;

class TextSummaryTest {
    /** Dense 50, none 110, ridge 65: 45 of 60 are regained. */
    @Test
    void aTableAndAVerdictOnATerminal() {
        assertEquals(
                """
                Dense: 50.00. Perplexity on evaluation.txt, 160 windows of 128 tokens that do not overlap.
                Calibrated on calibration.txt, 128 windows of 128 tokens.

                Perplexity; lower is better; * is best:
                method  ratio 0.1  ratio 0.2
                none        56.00     110.00
                ridge     * 54.00    * 65.00

                - At ratio 0.1, ridge is best: 54.00, before none with 56.00. Of what none loses over the dense
                  model (50.00 becomes 56.00), ridge regains 33.3 %.
                - At ratio 0.2, ridge is best: 65.00, before none with 110.00. Of what none loses over the dense
                  model (50.00 becomes 110.00), ridge regains 75.0 %.
                - Every figure is of one seed: how much chance is in it was not measured.
                """,
                ComparisonReport.summary(new MadeUp()
                        .dense(MadeUp.score(50))
                        .axis("method", "none", "ridge")
                        .axis("ratio", "0.1", "0.2")
                        .cell(56, "none", "0.1")
                        .cell(110, "none", "0.2")
                        .cell(54, "ridge", "0.1")
                        .cell(65, "ridge", "0.2")
                        .build()));
    }

    @Test
    void columnsThatDoNotFitStandBelow() {
        String[] sizes = new String[20];
        MadeUp comparison = new MadeUp().axis("method", "none", "ridge");
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Integer.toString(100 + i);
        }
        comparison.axis("windows", sizes);
        for (String size : sizes) {
            comparison.cell(60, "none", size);
        }
        String summary = ComparisonReport.summary(comparison.build());
        assertTrue(summary.lines().filter(line -> line.startsWith("method ")).count() > 1);
        for (String size : sizes) {
            assertTrue(summary.contains("windows " + size));
        }
    }
}
